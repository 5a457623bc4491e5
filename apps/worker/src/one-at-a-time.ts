/** Lets one through at a time, in the order in which they came. */
export interface OneAtATime {
  /** Resolves when it is the caller's turn, with what ends it. */
  takeTurn(): Promise<() => void>;
}

export function oneAtATime(): OneAtATime {
  let last = Promise.resolve();
  return {
    async takeTurn() {
      const before = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      await before;
      return resolve;
    },
  };
}
