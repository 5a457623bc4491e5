import { constants } from "node:os";
import type { Logger } from "./logger.ts";
import { Resources } from "./resources.ts";

/** What `start` gets to work with. */
export interface Process {
  /** Remembers how to close what was just opened; the last one opened is closed first. */
  readonly own: (name: string, close: () => unknown) => void;
  /** Aborted as soon as the process is told to stop: a start that waits must give up then. */
  readonly stopping: AbortSignal;
  /** Stops in good order, and exits with 0. */
  readonly stop: (reason: string) => void;
  /** For a part that cannot go on: logs the error, stops in good order, and exits with 1. */
  readonly fail: (error: unknown) => void;
}

export interface RunOptions {
  logger: Logger;
  /** Time for closing everything, in ms; when it is over the process exits with 1. */
  graceMs: number;
  /** Opens everything; returns when the process is at work. */
  start(process: Process): Promise<void>;
  /**
   * A signal this soon after the first, in ms, is the same one: Ctrl-C reaches a process from its
   * terminal, from npm and from its parent. Default 1,000.
   */
  sameSignalMs?: number;
}

const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/**
 * Runs a process from start to exit. It stops on SIGTERM, SIGINT and SIGHUP, and when the parent
 * that spawned it with an IPC channel is gone; a second signal ends it at once. Exit codes: 0 after
 * a clean stop; 1 when the start, a part or a close failed, when the grace was over, and after an
 * uncaught error; 128 + its number after a second signal.
 */
export async function runUntilStopped(options: RunOptions): Promise<never> {
  const { logger } = options;
  const resources = new Resources(logger);
  const stopping = new AbortController();
  // A process whose timers and sockets are all unreferenced would else end in silence.
  const alive = setInterval(() => undefined, 2 ** 31 - 1);
  let failed = false;

  const stop = (reason: string) => {
    if (stopping.signal.aborted) return;
    logger.info("stopping", { reason });
    exitAfter(options, resources);
    stopping.abort(new Error(`Stopping: ${reason}`));
  };
  const fail = (error: unknown) => {
    failed = true;
    logger.error("process failed", { error });
    stop("failed");
  };
  const stopped = new Promise<void>((resolve) => {
    stopping.signal.addEventListener("abort", () => resolve());
  });
  exitOnUncaughtError(logger);
  stopOnSignal(stop, options);
  stopWithoutParent(stop);

  try {
    const own = resources.own.bind(resources);
    await options.start({ own, stopping: stopping.signal, stop, fail });
  } catch (error) {
    if (!isAbort(error, stopping.signal)) fail(error);
  }
  await stopped;
  const clean = await resources.closeAll();
  clearInterval(alive);
  const code = clean && !failed ? 0 : 1;
  logger.info("stopped", { code });
  process.exit(code);
}

function exitAfter({ graceMs, logger }: RunOptions, resources: Resources): void {
  const deadline = setTimeout(() => {
    const waitingFor = resources.closing ?? "start";
    logger.error("not stopped in time", { graceMs, waitingFor });
    process.exit(1);
  }, graceMs);
  deadline.unref();
}

function exitOnUncaughtError(logger: Logger): void {
  process.on("uncaughtException", (error, origin) => {
    // Nothing in memory can be trusted now, and whatever this process held is taken over by another.
    logger.error("uncaught error", { error, origin });
    process.exit(1);
  });
}

function stopOnSignal(stop: (reason: string) => void, options: RunOptions): void {
  const { logger, sameSignalMs = 1_000 } = options;
  let first: number | undefined;
  const onSignal = (signal: (typeof SIGNALS)[number]) => {
    if (first === undefined) {
      first = performance.now();
      stop(signal);
    } else if (performance.now() - first >= sameSignalMs) {
      logger.warn("stopped at once", { signal });
      process.exit(128 + constants.signals[signal]);
    }
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function stopWithoutParent(stop: (reason: string) => void): void {
  const reason = "parent is gone";
  // There was a channel, and its other end left before we came here.
  if (Object.hasOwn(process, "connected") && !process.connected) stop(reason);
  else process.once("disconnect", () => stop(reason));
}

function isAbort(error: unknown, signal: AbortSignal): boolean {
  if (!signal.aborted || !(error instanceof Error)) return false;
  return error === signal.reason || error.cause === signal.reason || error.name === "AbortError";
}
