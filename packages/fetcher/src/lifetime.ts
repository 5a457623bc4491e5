import { FetchError } from "./fetch-error.ts";

/** One fetch from its call to the end of its body: everything it opened dies with its signal. */
export interface Lifetime {
  /** Aborted by the first failure; its reason is always a `FetchError`. */
  readonly signal: AbortSignal;
  fail(error: FetchError): void;
  /** Does not count against the deadline what this takes. */
  offTheClock<T>(work: () => Promise<T>): Promise<T>;
  /** Stops the clock and lets go of the caller's signals. Without effect the second time. */
  end(): void;
}

interface LifetimeOptions {
  url: string;
  totalMs: number;
  /** Any of these cancels the fetch; its reason becomes the cause. */
  cancelledBy: AbortSignal[];
}

export function startLifetime({ url, totalMs, cancelledBy }: LifetimeOptions): Lifetime {
  const controller = new AbortController();
  const fail = (error: FetchError): void => {
    end();
    controller.abort(error);
  };
  const cancel = (): void => {
    const cause: unknown = cancelledBy.find((signal) => signal.aborted)?.reason;
    fail(new FetchError("cancelled", "it was cancelled", { url, cause }));
  };
  const deadline = startDeadline(totalMs, () => {
    fail(new FetchError("timeout", `it took more than ${totalMs} ms in all`, { url }));
  });
  const end = (): void => {
    deadline.end();
    for (const signal of cancelledBy) signal.removeEventListener("abort", cancel);
  };
  for (const signal of cancelledBy) signal.addEventListener("abort", cancel);
  if (cancelledBy.some((signal) => signal.aborted)) cancel();
  return {
    signal: controller.signal,
    fail,
    async offTheClock(work) {
      deadline.pause();
      try {
        return await work();
      } finally {
        deadline.goOn();
      }
    },
    end,
  };
}

interface Deadline {
  pause(): void;
  goOn(): void;
  /** For good: it can't go on after that. */
  end(): void;
}

function startDeadline(totalMs: number, onOver: () => void): Deadline {
  let leftMs = totalMs;
  let since = 0;
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  const goOn = (): void => {
    if (isOver) return;
    since = performance.now();
    timer = setTimeout(onOver, leftMs);
    timer.unref();
  };
  goOn();
  return {
    pause() {
      clearTimeout(timer);
      leftMs -= performance.now() - since;
    },
    goOn,
    end() {
      isOver = true;
      clearTimeout(timer);
    },
  };
}
