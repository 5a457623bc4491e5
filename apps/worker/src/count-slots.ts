/** Counts the tasks that do not let go, each of which keeps a slot of the process. */
export interface Slots {
  /** @param work settles when the slot is free again after all */
  lose: (work: Promise<void>) => void;
}

/** @param onUsedUp told when as many are lost as there are */
export function countSlots(concurrency: number, onUsedUp: (error: Error) => void): Slots {
  let lost = 0;
  return {
    lose(work) {
      lost += 1;
      if (lost >= concurrency)
        onUsedUp(new Error(`Cannot go on: ${lost} of ${concurrency} slots are lost to hung tasks`));
      void work.then(() => (lost -= 1));
    },
  };
}
