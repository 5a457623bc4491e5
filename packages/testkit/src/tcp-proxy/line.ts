import { setTimeout as delay } from "node:timers/promises";

/** How bytes travel at present. */
export interface LineCondition {
  /** Nothing passes, in either direction, and nobody is told. */
  silent: boolean;
  /** Added to the way of each chunk, in ms. One chunk travels at a time. */
  latencyMs: number;
  /** In each direction of each connection. */
  bytesPerSecond: number;
}

const SOUND: LineCondition = { silent: false, latencyMs: 0, bytesPerSecond: Infinity };
/** A throttled line sends this many pieces a second. */
const PIECES_PER_SECOND = 20;

/** What the bytes of some connections travel over; a change holds at once, also for those under way. */
export class Line {
  #condition = SOUND;
  #change = Promise.withResolvers<void>();

  /** Everything that is not named is sound. */
  become(condition: Partial<LineCondition>): void {
    this.#condition = { ...SOUND, ...condition };
    this.#change.resolve();
    this.#change = Promise.withResolvers();
  }

  /** Resolves as soon as something may pass. */
  async untilOpen(): Promise<void> {
    while (this.#condition.silent) await this.#change.promise;
  }

  /** The chunk, in pieces, each when it arrives. */
  async *pass(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
    await this.#wait(this.#condition.latencyMs);
    for (let sent = 0; sent < chunk.length;) {
      await this.untilOpen();
      const { bytesPerSecond } = this.#condition;
      const size = Math.max(1, Math.min(chunk.length - sent, bytesPerSecond / PIECES_PER_SECOND));
      const piece = chunk.subarray(sent, sent + Math.floor(size));
      await this.#wait((piece.length / bytesPerSecond) * 1_000);
      await this.untilOpen();
      yield piece;
      sent += piece.length;
    }
  }

  /** Ends early when the condition changes. */
  async #wait(ms: number): Promise<void> {
    if (ms <= 0) return;
    const over = new AbortController();
    const { signal } = over;
    // Aborted when the condition has changed first: there is nothing left to wait for then.
    const time = delay(ms, undefined, { signal }).catch(() => undefined);
    await Promise.race([time, this.#change.promise]);
    over.abort();
  }
}
