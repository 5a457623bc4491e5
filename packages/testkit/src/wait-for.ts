import { setTimeout as delay } from "node:timers/promises";
import { inspect } from "node:util";

export interface WaitOptions {
  /** What is waited for, as it shall read after "Timed out waiting for". */
  what: string;
  /** Default 10,000. Holds also when a look itself hangs. */
  timeoutMs?: number;
  /** Time between two looks. Default 50. */
  everyMs?: number;
}

type There<T> = Exclude<T, undefined | null | false>;

/**
 * Looks at real state until it is as wanted, for what gives no signal to wait for.
 *
 * @returns the first result that is neither `undefined`, `null` nor `false`
 * @throws Error when the time is up, with the last result; whatever `look` throws, at once
 */
export async function waitFor<T>(
  look: () => T | Promise<T>,
  { what, timeoutMs = 10_000, everyMs = 50 }: WaitOptions,
): Promise<There<T>> {
  const over = new AbortController();
  let last = "nothing";
  const keepLooking = async (): Promise<There<T>> => {
    for (;;) {
      const result = await look();
      if (isThere(result)) return result;
      last = inspect(result);
      await delay(everyMs, undefined, { signal: over.signal });
    }
  };
  const giveUp = async (): Promise<never> => {
    await delay(timeoutMs, undefined, { signal: over.signal });
    throw new Error(`Timed out waiting for ${what} after ${timeoutMs} ms, last seen: ${last}`);
  };
  try {
    return await Promise.race([keepLooking(), giveUp()]);
  } finally {
    over.abort();
  }
}

function isThere<T>(result: T): result is There<T> {
  return result !== undefined && result !== null && result !== false;
}
