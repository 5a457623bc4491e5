import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { atEndOfFile } from "./end-of-file.ts";
import { ProcessOutput } from "./process-output.ts";
import { endProcesses, isAlive, processTarget, type ProcessTarget } from "./process-target.ts";
import { noteProcess } from "./run-directory.ts";

export interface ProcessOptions {
  /** Default: the Node that runs the tests. */
  command?: string;
  args: string[];
  /** Added to PATH, HOME, TMPDIR and where compiled code is kept; nothing else is passed on. */
  env?: Record<string, string>;
  /** Default: the working directory of the tests. */
  cwd?: string;
  /** Wait for this line before returning. Default: return as soon as the process runs. */
  readyLine?: RegExp;
  /** For `readyLine`. Default 30,000. */
  readyTimeoutMs?: number;
}

/** How a process ended: one of the two is null. */
export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  pid: number;
  /** Lines so far. */
  stdout: string[];
  stderr: string[];
  /** The first line of either output that matches, past or to come. Default timeout 30,000 ms. */
  waitForLine(
    pattern: RegExp,
    options?: { timeoutMs?: number | undefined },
  ): Promise<RegExpExecArray>;
  /** Sends a signal to the process alone; does nothing once it has ended. */
  kill(signal: NodeJS.Signals): void;
  /** Sends a signal to the process and all it started, as Ctrl-C in a terminal does. */
  killGroup(signal: NodeJS.Signals): void;
  exited: Promise<ProcessEnd>;
}

const DEFAULT_TIMEOUT_MS = 30_000;
/** Nearly half of what the start of a process of ours costs is to compile it, and the tests start hundreds. */
const COMPILED = join(import.meta.dirname, "../../../node_modules/.cache/compiled");
const KEEP_COMPILED = ["--import", join(import.meta.dirname, "keep-compiled.ts")];
/** What a process started may keep its output open: lines that come later than this are lost. */
const LAST_LINES_MS = 500;

/**
 * Starts a real process for a test. It is ended with the test file at the latest.
 *
 * @throws Error with its last lines when it ends, or the time is up, before `readyLine`
 */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const { env, cwd, readyLine, readyTimeoutMs } = options;
  const { command, args } = commandOf(options);
  const child = spawn(command, args, {
    cwd,
    env: { ...basicEnvironment(), ...env },
    detached: true, // leads a group of its own, so that it can be ended with all it started
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = new ProcessOutput([command, ...args].join(" "));
  output.read(child.stdout, "stdout");
  output.read(child.stderr, "stderr");
  await once(child, "spawn");
  const running = watch(child, output);
  if (readyLine) await running.waitForLine(readyLine, { timeoutMs: readyTimeoutMs });
  return running;
}

function commandOf({ command, args }: ProcessOptions): { command: string; args: string[] } {
  if (command !== undefined) return { command, args };
  return { command: process.execPath, args: [...KEEP_COMPILED, ...args] };
}

function watch(child: ChildProcess, output: ProcessOutput): RunningProcess {
  const { pid } = child;
  if (pid === undefined) throw new Error("Cannot watch a process that did not start");
  const exited = watchEnd(child, output);
  endWithFile(processTarget(pid, { group: true }), exited);
  return {
    pid,
    stdout: output.stdout,
    stderr: output.stderr,
    waitForLine: (pattern, { timeoutMs = DEFAULT_TIMEOUT_MS } = {}) =>
      output.waitForLine(pattern, timeoutMs),
    kill: (signal) => void child.kill(signal),
    killGroup: (signal) => void process.kill(-pid, signal),
    exited,
  };
}

async function watchEnd(child: ChildProcess, output: ProcessOutput): Promise<ProcessEnd> {
  const closed = once(child, "close");
  const [code, signal] = await once(child, "exit");
  await Promise.race([closed, delay(LAST_LINES_MS, undefined, { ref: false })]);
  output.end();
  return { code, signal };
}

function endWithFile(target: ProcessTarget, exited: Promise<ProcessEnd>): void {
  const forgetProcess = noteProcess(target);
  const forgetRelease = atEndOfFile(async () => {
    await endProcesses([target]);
    await exited;
  });
  void exited.finally(() => {
    if (isAlive(target)) return; // it left others of its group behind
    forgetProcess();
    forgetRelease();
  });
}

function basicEnvironment(): Record<string, string> {
  const { PATH = "", HOME = "", TMPDIR } = process.env;
  return { PATH, HOME, NODE_COMPILE_CACHE: COMPILED, ...(TMPDIR !== undefined && { TMPDIR }) };
}
