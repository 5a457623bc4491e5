import { startProcess, type RunningProcess } from "@sitemap-scanner/testkit";
import { text } from "node:stream/consumers";
import { PassThrough, Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { createOutput } from "../src/output/output.ts";
import { runProgram } from "../src/program.ts";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

export interface CliEnd {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Starts the real command line as a process of its own. */
export function startCli(
  args: string[],
  env: Record<string, string> = {},
): Promise<RunningProcess> {
  return startProcess({ args: [MAIN, ...args], env });
}

/** Runs the command line to its end. */
export async function runCli(args: string[], env: Record<string, string> = {}): Promise<CliEnd> {
  return untilEnd(await startCli(args, env));
}

export interface Surroundings {
  env?: Record<string, string>;
  /** Both streams are a terminal that shows colours. */
  isTerminal?: boolean;
  /** What a person at the terminal types; absent: nobody is there. */
  answer?: string;
  /** What is piped in. */
  stdin?: string;
}

/** Runs a command within this process, which is quicker. */
export async function runHere(
  args: string[],
  { env = {}, isTerminal = false, answer, stdin = "" }: Surroundings = {},
): Promise<CliEnd> {
  const streams = [new PassThrough(), new PassThrough()] as const;
  if (isTerminal) {
    for (const stream of streams) {
      Object.assign(stream, { isTTY: true, columns: 80, getColorDepth: () => 8 });
    }
  }
  const [out, err] = streams;
  const printed = Promise.all([text(out), text(err)]);
  const code = await runProgram(args, {
    input: {
      stream: Readable.from([Buffer.from(answer ?? stdin)]),
      isTerminal: answer !== undefined,
    },
    out: createOutput(out),
    err: createOutput(err),
    env,
  });
  out.end();
  err.end();
  const [stdout, stderr] = await printed;
  return { code, stdout, stderr };
}

/** As `runCli` with a reader that leaves after one line; stderr ends with "ended with <exit code>". */
export async function runCliIntoHead(args: string[]): Promise<CliEnd> {
  const script = '{ "$@"; echo "ended with $?" >&2; } | head -n 1';
  const command = ["-c", script, "sh", process.execPath, MAIN, ...args];
  return untilEnd(await startProcess({ command: "sh", args: command }));
}

async function untilEnd(cli: RunningProcess): Promise<CliEnd> {
  const { code } = await cli.exited;
  return { code, stdout: cli.stdout.join("\n"), stderr: cli.stderr.join("\n") };
}
