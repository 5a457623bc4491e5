import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

export interface ProcessDescription {
  parent: number;
  /** The command line; words are parted by spaces. */
  command: string;
}

const run = promisify(execFile);

/** Returns `undefined` when there is no such process, or only the remains of an ended one. */
export async function describeProcess(pid: number): Promise<ProcessDescription | undefined> {
  return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
}

async function fromProc(pid: number): Promise<ProcessDescription | undefined> {
  try {
    const [status, words] = await Promise.all([
      readFile(`/proc/${pid}/status`, "utf8"),
      readFile(`/proc/${pid}/cmdline`, "utf8"),
    ]);
    const parent = Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]);
    const command = words.split("\0").join(" ").trim();
    return command === "" ? undefined : { parent, command }; // a zombie has no command line
  } catch {
    return undefined; // it ended
  }
}

async function fromPs(pid: number): Promise<ProcessDescription | undefined> {
  try {
    const { stdout } = await run("ps", ["-ww", "-o", "ppid=,command=", "-p", String(pid)]);
    const [, parent, command] = /^\s*(\d+)\s+(.*)$/.exec(stdout.trim()) ?? [];
    return parent && command ? { parent: Number(parent), command } : undefined;
  } catch {
    return undefined; // ps ends with 1 when there is no such process
  }
}
