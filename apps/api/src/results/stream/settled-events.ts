import type { EventHorizon } from "@sitemap-scanner/database";

/** Knows up to which id the history is settled: no event up to there can appear any more. */
export interface SettledEvents {
  /** @param horizon of now. @returns the id, which never falls */
  note(horizon: EventHorizon): number;
}

/**
 * What could be seen at one moment is settled as soon as every transaction that ran at that moment has
 * ended: later ones have higher ids.
 */
export function createSettledEvents(): SettledEvents {
  let settled = 0;
  let unsettled: EventHorizon[] = [];
  return {
    note(horizon) {
      unsettled.push(horizon);
      const isOver = (past: EventHorizon) => past.nextToBegin <= horizon.oldestRunning;
      for (const past of unsettled.filter(isOver)) settled = Math.max(settled, past.lastId);
      unsettled = unsettled.filter((past) => !isOver(past));
      return settled;
    },
  };
}
