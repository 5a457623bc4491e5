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
/** Wide enough that most faults meet a system at work: it learns nothing from one that another has stopped. */
const GAP = [500, 1_400] as const;
const AT_ONCE = 2;
/** A long fault stops all work for a while: there is room for few of them. */
const LONG_EVERY_MS = 90_000;
const LONG_FROM_MS = 20_000;

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
  const long = run.kinds.filter((kind) => FAULTS[kind].isLong);
  const short = run.kinds.filter((kind) => !FAULTS[kind].isLong);
  // A short run has long ones only if it has nothing else.
  let longs = short.length === 0 || end >= LONG_EVERY_MS ? random.shuffle(long) : [];
  let deck: FaultKind[] = [];
  let nextLong = short.length === 0 ? FIRST_AT : LONG_FROM_MS;
  for (let at = FIRST_AT; at < end; at += random.between(...GAP)) {
    if (deck.length === 0) deck = random.shuffle(short);
    const dealt = [...(at >= nextLong ? longs : []), ...deck];
    const kind = dealt.find((kind) => fits(kind, at, plan));
    if (kind === undefined) continue;
    if (FAULTS[kind].isLong) nextLong = at + LONG_EVERY_MS;
    longs = longs.filter((other) => other !== kind);
    deck = deck.filter((other) => other !== kind);
    const lasts = random.between(...FAULTS[kind].lasts);
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
