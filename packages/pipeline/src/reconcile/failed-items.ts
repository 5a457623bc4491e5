import type { Failure } from "./finding.ts";

/** How long what could not be put right is left alone, in ms. */
export const SET_ASIDE_MS = 10_000;

/** The items of one rule that could not be put right, from one pass to the next. */
export interface FailedItems {
  readonly size: number;
  readonly failures: readonly Failure[];
  /**
   * Those to try now: first what has not failed, in its order, then what was tried longest ago. What has
   * failed and is late no longer is forgotten.
   */
  choose<Item>(late: readonly Item[], idOf: (item: Item) => string): Item[];
  add(failure: Failure): void;
  remove(id: string): void;
}

const NEVER = Number.MIN_SAFE_INTEGER;

export function createFailedItems(now = () => performance.now()): FailedItems {
  const failed = new Map<string, { failure: Failure; triedAt: number }>();

  return {
    get size() {
      return failed.size;
    },
    get failures() {
      return [...failed.values()].map(({ failure }) => failure);
    },
    choose(late, idOf) {
      const ids = new Set(late.map(idOf));
      for (const id of failed.keys()) if (!ids.has(id)) failed.delete(id);
      const triedAt = (item: (typeof late)[number]) => failed.get(idOf(item))?.triedAt ?? NEVER;
      const dueBefore = now() - SET_ASIDE_MS;
      return late
        .filter((item) => triedAt(item) <= dueBefore)
        .toSorted((a, b) => triedAt(a) - triedAt(b));
    },
    add: (failure) => failed.set(failure.id, { failure, triedAt: now() }),
    remove: (id) => failed.delete(id),
  };
}
