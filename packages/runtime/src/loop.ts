/** Something done again and again. */
export interface Loop {
  start(): void;
  /** Waits for the pass in hand; none follows. */
  close(): Promise<void>;
}

export interface LoopOptions {
  /** One pass; what goes wrong in it is told by itself, so it never rejects. */
  pass: () => Promise<void>;
  /** From the end of one pass to the next, in ms. */
  everyMs: number;
  /** From the start to the first pass, in ms. Default: `everyMs`. */
  firstMs?: number;
}

/** Passes never overlap, however long one takes. */
export function createLoop({ pass, everyMs, firstMs = everyMs }: LoopOptions): Loop {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let closed = false;

  function schedule(delayMs: number): void {
    if (closed) return;
    timer = setTimeout(() => {
      running = pass().finally(() => schedule(everyMs));
    }, delayMs);
  }

  return {
    start: () => schedule(firstMs),
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
