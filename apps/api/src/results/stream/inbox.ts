/** What is told to a reader and not yet taken by it, with an end to how much that may be. */
export interface Inbox<T> extends AsyncIterable<T> {
  /** @returns false when it is full, and the reader too slow */
  put(item: T): boolean;
  /** Nothing comes any more; what is there is left. */
  close(): void;
}

export function createInbox<T>(room: number): Inbox<T> {
  const items: T[] = [];
  let isClosed = false;
  let wake: (() => void) | undefined;
  return {
    put(item) {
      if (items.length >= room) return false;
      items.push(item);
      wake?.();
      return true;
    },
    close() {
      isClosed = true;
      wake?.();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        if (isClosed) return;
        const item = items.shift();
        if (item !== undefined) yield item;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
  };
}
