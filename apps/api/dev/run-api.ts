import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";

const MAIN = join(import.meta.dirname, "../src/main.ts");

export interface RunningApi {
  pid: number;
  origin: string;
  port: number;
  /** Also when it has ended by itself. */
  stop(): Promise<void>;
}

/** Starts an API process on a free port, with BullMQ in the same database. */
export async function startApi(
  databaseUrl: string,
  more: Record<string, string> = {},
): Promise<RunningApi> {
  const { PATH = "", HOME = "" } = process.env;
  const env = { PATH, HOME, DATABASE_URL: databaseUrl, PORT: "0", CANARY_MS: "0", ...more };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  if (child.pid === undefined) throw new Error("Cannot start the API");
  for await (const line of createInterface({ input: child.stdout })) {
    const { message, port } = JSON.parse(line);
    if (message !== "api listening") continue;
    child.stdout.resume();
    return {
      pid: child.pid,
      origin: `http://127.0.0.1:${port}`,
      port,
      async stop() {
        child.kill("SIGTERM");
        await exited;
      },
    };
  }
  throw new Error("Cannot use the API: it ended before it listened");
}

/** Memory that a process has, in bytes. */
export async function readRss(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
}

/** Processor time that a process has used, in seconds. */
export async function readCpu(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1]?.split(" ") ?? [];
  // Ticks of user and system time, a hundred a second.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
