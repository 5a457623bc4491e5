/** The clock of the gate; a test brings its own. Times are milliseconds. */
export interface GateClock {
  now(): number;
  /** Calls back after `ms`; what it returns calls that off. */
  after(ms: number, callback: () => void): () => void;
}

/** The line before one host: who may ask now, and who waits. */
export interface HostLine {
  /** Nobody asks and nobody waits. */
  readonly isIdle: boolean;
  /** It still remembers that the host asked to be spared. */
  readonly isSlowed: boolean;
  /** Resolves when it is our turn. Rejects with the reason of `signal`, and then took no turn. */
  enter(signal: AbortSignal): Promise<void>;
  answered(status: number): void;
  leave(): void;
}

/** "Too many" in its spellings, and "not now". */
const SLOW_DOWN = new Set([420, 429, 430, 503]);
const FIRST_GAP_MS = 250;
const LONGEST_GAP_MS = 4_000;

/** @param most requests that may be under way at a time, at least 1 */
export function createHostLine(most: number, clock: GateClock): HostLine {
  const waiting = new Set<() => void>();
  let underWay = 0;
  let allowed = most;
  let gapMs = 0;
  let lastStart = Number.NEGATIVE_INFINITY;
  let callOff: (() => void) | undefined;

  const letIn = (): void => {
    callOff?.();
    for (const go of waiting) {
      if (underWay >= allowed) return;
      const waitMs = lastStart + gapMs - clock.now();
      if (waitMs > 0) {
        callOff = clock.after(waitMs, letIn);
        return;
      }
      waiting.delete(go);
      underWay += 1;
      lastStart = clock.now();
      go();
    }
  };
  const slowDown = (): void => {
    allowed = 1;
    gapMs = gapMs === 0 ? FIRST_GAP_MS : Math.min(gapMs * 2, LONGEST_GAP_MS);
  };
  // The gap goes first, so that a host is not asked twice at a time before it is asked often.
  const recover = (): void => {
    if (gapMs > 0) gapMs = gapMs > FIRST_GAP_MS ? gapMs / 2 : 0;
    else allowed = Math.min(allowed + 1, most);
  };

  return {
    get isIdle() {
      return underWay === 0 && waiting.size === 0;
    },
    get isSlowed() {
      return gapMs > 0 || allowed < most;
    },
    enter(signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const giveUp = (): void => {
        waiting.delete(go);
        letIn();
        reject(signal.reason);
      };
      const go = (): void => {
        signal.removeEventListener("abort", giveUp);
        resolve();
      };
      signal.addEventListener("abort", giveUp, { once: true });
      waiting.add(go);
      letIn();
      return promise;
    },
    answered(status) {
      if (SLOW_DOWN.has(status)) slowDown();
      else if (status < 500) recover();
      letIn();
    },
    leave() {
      underWay -= 1;
      letIn();
    },
  };
}
