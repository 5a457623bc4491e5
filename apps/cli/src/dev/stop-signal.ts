import { CommandError, EXIT } from "../errors.ts";

/** npm and the terminal may both pass on one Ctrl-C: what comes this soon is the same one. */
const SAME_MS = 1_000;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Why and when everything is to stop. */
export interface StopSignal extends Disposable {
  /** Fires on SIGINT, SIGTERM, SIGHUP, and when `fail` is called. */
  readonly signal: AbortSignal;
  /** Fires on a second signal: whoever asks again does not want to wait. */
  readonly hurry: AbortSignal;
  /** Stops because a part cannot go on. */
  fail: (reason: string) => void;
  /** The error that `fail` stopped us with; undefined when a person asked. */
  readonly failure: CommandError | undefined;
}

export function catchStopSignals(): StopSignal {
  const stop = new AbortController();
  const hurry = new AbortController();
  let failure: CommandError | undefined;
  let first: number | undefined;
  const onSignal = () => {
    first ??= performance.now();
    if (performance.now() - first > SAME_MS) hurry.abort();
    stop.abort(new Error("asked to stop"));
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: stop.signal,
    hurry: hurry.signal,
    fail(reason) {
      if (stop.signal.aborted) return;
      failure = new CommandError(`Cannot go on: ${reason}`, EXIT.failed);
      stop.abort(failure);
    },
    get failure() {
      return failure;
    },
    [Symbol.dispose]() {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
