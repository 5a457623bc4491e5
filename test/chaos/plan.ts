import { FAULTS, type FaultKind } from "./faults/index.ts";
import { createRandom } from "./random.ts";

/** A fault that is going to happen. */
export interface PlannedFault {
  kind: FaultKind;
  /** From the beginning of the run, in ms. */
  at: number;
  /** In ms; 0 for one that is over as soon as it has happened. */
  lasts: number;
  /** For what else is left to chance in it. */
  seed: number;
}

const FIRST_AT = 2_000;
const GAP = [250, 900] as const;
const AT_ONCE = 2;
/** A long fault stops all work for a while: there is room for few of them. */
const LONG_EVERY_MS = 150_000;

/**
 * The faults of a run, in the order of their beginning: they follow from these four alone. Kinds are
 * dealt like cards, so that each comes up before any comes up again. Two faults may overlap, unless
 * they break the same thing.
 */
export function planFaults(run: {
  seed: number;
  seconds: number;
  kinds: readonly FaultKind[];
  /** Time without a fault after each, in ms; null: the next comes at once, also beside it. */
  pauseMs?: number | null;
}): PlannedFault[] {
  const random = createRandom(run.seed).fork("plan");
  const end = run.seconds * 1_000;
  const plan: PlannedFault[] = [];
  let deck: FaultKind[] = [];
  let nextLong = 0;
  const isShort = end < LONG_EVERY_MS && !run.kinds.every((kind) => FAULTS[kind].isLong);
  const kinds = run.kinds.filter((kind) => !FAULTS[kind].isLong || !isShort);
  for (let at = FIRST_AT; at < end; at += random.between(...GAP)) {
    if (deck.length === 0) deck = random.shuffle(kinds);
    const kind = deck.find(
      (kind) => fits(kind, at, plan) && !(FAULTS[kind].isLong && at < nextLong),
    );
    if (kind === undefined) {
      deck = deck.filter((kind) => !FAULTS[kind].isLong);
      continue;
    }
    deck.splice(deck.indexOf(kind), 1);
    const lasts = random.between(...FAULTS[kind].lasts);
    // A long one that the run has no time for is left out.
    if (FAULTS[kind].isLong && at + lasts > end) continue;
    if (FAULTS[kind].isLong) nextLong = at + LONG_EVERY_MS;
    plan.push({ kind, at, lasts, seed: random.between(0, 2 ** 31) });
    if (run.pauseMs !== undefined && run.pauseMs !== null) at += lasts + run.pauseMs;
  }
  return plan;
}

function fits(kind: FaultKind, at: number, plan: readonly PlannedFault[]): boolean {
  const active = plan.filter((other) => other.at + other.lasts > at);
  const { subject } = FAULTS[kind];
  return active.length < AT_ONCE && !active.some((other) => FAULTS[other.kind].subject === subject);
}
