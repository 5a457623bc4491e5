import {
  inBoundedRead,
  listViolations,
  STATEMENT_TIMEOUT_MS,
  type Db,
  type ViolationView,
} from "@sitemap-scanner/database";
import { withTimeout } from "@sitemap-scanner/runtime";

/** Looks for breaches of the promises, for everybody who asks. */
export interface ViolationCheck {
  /**
   * What the newest look found, oldest first, at most `MOST_VIOLATIONS`. Undefined when none has come to
   * its end within three minutes.
   */
  read(patienceMs: number): Promise<ViolationView[] | undefined>;
  /** Breaks off the look that is under way, at the server too. */
  close(): Promise<void>;
}

export const MOST_VIOLATIONS = 1_000;

/** A look that took longer is not made anew for each who asks, but once in so many times its length. */
const QUICK_MS = 250;
const REST = 5;
/** Longer than a slow look takes and rests, so that there is always one to tell. */
const STALE_MS = 180_000;

/**
 * The view is read from end to end, which takes milliseconds in a small system and seconds with a million
 * live jobs. So one look at a time is made, and a slow one is waited for only as long as one may wait.
 *
 * @param db a pool of the longest statements, which requests have not
 */
export function createViolationCheck(db: Db): ViolationCheck {
  let found: { violations: ViolationView[]; at: number; tookMs: number } | undefined;
  let looking: Promise<void> | undefined;
  const closing = new AbortController();

  async function look(): Promise<void> {
    const at = performance.now();
    const violations = await inBoundedRead(
      db,
      STATEMENT_TIMEOUT_MS,
      (tx) => listViolations(tx, MOST_VIOLATIONS),
      closing.signal,
    );
    found = { violations, at, tookMs: performance.now() - at };
  }

  function mayRest(): boolean {
    if (!found || found.tookMs < QUICK_MS) return false;
    return performance.now() - found.at < REST * found.tookMs;
  }

  return {
    async read(patienceMs) {
      if (!mayRest()) {
        looking ??= look().finally(() => (looking = undefined));
        try {
          await withTimeout(looking, patienceMs, "look for breaches");
        } catch {
          // The one before will do, if it is not too old; whoever asks says so if there is none.
        }
      }
      return found && performance.now() - found.at < STALE_MS ? found.violations : undefined;
    },
    async close() {
      closing.abort();
      await looking?.catch(() => undefined);
    },
  };
}
