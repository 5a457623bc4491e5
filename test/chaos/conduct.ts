import { setTimeout as delay } from "node:timers/promises";
import { isDatabaseAway } from "./database-away.ts";
import type { Load } from "./load.ts";
import type { PlannedFault } from "./plan.ts";
import { FAULTS, type FaultKind } from "./faults/index.ts";
import { createRandom } from "./random.ts";
import type { Stack } from "./stack.ts";

/** What is told of the faults, as they happen. */
export interface FaultListener {
  began(kind: FaultKind): void;
  ended(kind: FaultKind): void;
}

/** When a fault was at work, in s from the beginning of the run. */
export interface FaultSpan {
  kind: FaultKind;
  from: number;
  to: number;
}

/**
 * Lets the planned faults happen. One that begins late, because what it breaks was still being broken,
 * is late by that; one that has not begun by the end of the run does not happen.
 *
 * @returns what happened, when the last is over
 */
export async function conduct(
  plan: readonly PlannedFault[],
  {
    stack,
    load,
    seconds,
    listener,
  }: { stack: Stack; load: Load; seconds: number; listener: FaultListener },
): Promise<FaultSpan[]> {
  const startedAt = performance.now();
  const sinceStart = () => performance.now() - startedAt;
  const happened: FaultSpan[] = [];
  /** The faults of one subject follow each other. */
  const lanes = new Map<string, Promise<void>>();

  async function happen({ kind, lasts, seed }: PlannedFault): Promise<void> {
    if (sinceStart() > seconds * 1_000) return;
    const from = inSeconds(sinceStart());
    const scene = { stack, load, random: createRandom(seed) };
    listener.began(kind);
    try {
      const end = await FAULTS[kind].begin(scene);
      await delay(lasts);
      await end?.();
      happened.push({ kind, from, to: inSeconds(sinceStart()) });
    } catch (error) {
      // Another fault has taken from this one what it needs.
      if (!isDatabaseAway(error)) throw error;
    } finally {
      listener.ended(kind);
    }
  }

  for (const fault of plan) {
    await delay(Math.max(0, fault.at - sinceStart()));
    const { subject } = FAULTS[fault.kind];
    const lane = (lanes.get(subject) ?? Promise.resolve()).then(() => happen(fault));
    // It is thrown below; until then nobody listens.
    lane.catch(() => undefined);
    lanes.set(subject, lane);
  }
  await Promise.all(lanes.values());
  return happened;
}

function inSeconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
