import { type ChildProcess, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { openLog } from "./log-file.ts";

export interface ChildSpec {
  /** For people: "api". */
  name: string;
  /** The program, run by the Node that runs us. */
  entry: string;
  env: NodeJS.ProcessEnv;
  /** Where all that it prints goes. */
  logFile: string;
}

/** A program of ours that runs as a process of its own. */
export interface Child {
  readonly pid: number;
  /** "exit code 1", "signal SIGKILL": resolves when it is gone, never rejects. */
  readonly ended: Promise<string>;
  /** SIGTERM, then SIGKILL after `graceMs` or as soon as `hurry` fires. Resolves when it is gone. */
  stop(graceMs: number, hurry: AbortSignal): Promise<void>;
}

/**
 * NOTE: it is detached, so that Ctrl-C in our terminal is for us alone and we stop our children in
 * order; and it has an IPC channel, by whose end it learns that we were killed.
 */
export function startChild({ entry, env, logFile }: ChildSpec): Child {
  const log = openLog(logFile);
  let child: ChildProcess;
  try {
    child = spawn(process.execPath, [entry], {
      env,
      detached: true,
      stdio: ["ignore", log, log, "ipc"],
    });
  } finally {
    closeSync(log);
  }
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => {
      resolve(signal === null ? `exit code ${code}` : `signal ${signal}`);
    });
  });
  return {
    // Without a pid it could not be spawned, and `ended` says why.
    pid: child.pid ?? 0,
    ended,
    async stop(graceMs, hurry) {
      const kill = () => void child.kill("SIGKILL");
      const late = setTimeout(kill, graceMs);
      child.kill("SIGTERM");
      if (hurry.aborted) kill();
      hurry.addEventListener("abort", kill);
      await ended;
      hurry.removeEventListener("abort", kill);
      clearTimeout(late);
    },
  };
}
