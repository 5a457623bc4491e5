import { setTimeout as delay } from "node:timers/promises";
import { isDatabaseAway } from "./database-away.ts";

export interface Repetition {
  /** Lets the last one end. @throws what one of them threw */
  stop(): Promise<void>;
}

/** Does something again and again, `everyMs` after the last time; the database may be away at times. */
export function repeat(work: () => Promise<void>, everyMs: number): Repetition {
  const stopping = new AbortController();
  async function keepDoing(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await work();
      } catch (error) {
        if (!isDatabaseAway(error)) throw error;
      }
      await delay(everyMs);
    }
  }
  const doing = keepDoing();
  // Whoever stops it is told.
  doing.catch(() => undefined);
  return {
    stop() {
      stopping.abort();
      return doing;
    },
  };
}
