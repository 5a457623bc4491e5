import type { LoopName, LoopView, ViolationView } from "@sitemap-scanner/database";
import { wordsOnWorkers } from "../explain/words-on-workers.ts";
import { count, duration } from "../explain/words.ts";
import { isAlive } from "./live-worker.ts";
import { oldestPendingSeconds, type Facts } from "./read-facts.ts";
import { MOST_VIOLATIONS } from "./violation-check.ts";

/** From when on something is told, in ms. */
export interface HealthLimits {
  workerSilenceMs: number;
  loopSilenceMs: number;
  pendingMs: number;
  /** Null: there are no canaries. */
  canaryMs: number | null;
}

export interface Findings {
  facts: Facts;
  violations: readonly ViolationView[];
  paused: boolean | null;
  limits: HealthLimits;
  /** How long we have been looking, in seconds: what stood still before is not told at once. */
  watchedFor: number;
}

/** Every promise that is broken, in words; empty when all is well. */
export function wordsOnHealth(findings: Findings): string[] {
  return [
    ...wordsOnMissingWorkers(findings),
    ...wordsOnPause(findings),
    ...wordsOnLoops(findings),
    ...wordsOnCanary(findings),
    ...wordsOnViolations(findings),
  ];
}

function wordsOnMissingWorkers({ facts, limits }: Findings): string[] {
  if (facts.workers.some((worker) => isAlive(worker, limits.workerSilenceMs))) return [];
  const waiting = oldestPendingSeconds(facts) ?? 0;
  return [
    wordsOnWorkers(facts.workers, limits.workerSilenceMs),
    ...(waiting * 1_000 > limits.pendingMs
      ? [
          `The oldest pending job has waited for ${seconds(waiting)}, and nobody is there to start it`,
        ]
      : []),
  ];
}

/** To pause is allowed; to forget it is not. */
function wordsOnPause({ paused, facts: { flow }, limits }: Findings): string[] {
  const waiting = Math.max(flow.oldest_published_seconds ?? 0, flow.oldest_due_seconds ?? 0);
  if (paused !== true || waiting * 1_000 <= limits.pendingMs) return [];
  return [
    `The queue is paused, and work has waited for ${seconds(waiting)}: resume it in Bull Board`,
  ];
}

const COST_OF_SILENCE = {
  relay: "messages stay in the outbox",
  reconciler: "nobody puts right what is late",
  intake: "queued domains do not become jobs",
} satisfies Partial<Record<LoopName, string>>;

function wordsOnLoops({ facts, limits, watchedFor }: Findings): string[] {
  const withWorkers = facts.workers.some((worker) => isAlive(worker, limits.workerSilenceMs));
  return (["relay", "reconciler", "intake"] as const)
    .filter((name) => name !== "intake" || withWorkers)
    .map((name) => ({ name, silence: silenceOf(facts.loops, name) }))
    .filter(({ silence }) => Math.min(silence, watchedFor) * 1_000 > limits.loopSilenceMs)
    .map(({ name, silence }) => {
      const since = silence === Infinity ? "" : ` for ${seconds(silence)}`;
      return `The ${name} has not succeeded${since}: ${COST_OF_SILENCE[name]}`;
    });
}

function silenceOf(loops: readonly LoopView[], name: LoopName): number {
  return loops.find((loop) => loop.name === name)?.seconds_since_success ?? Infinity;
}

function wordsOnCanary({ facts: { canary }, limits, watchedFor }: Findings): string[] {
  const age = canary.age_seconds ?? Infinity;
  if (limits.canaryMs === null || Math.min(age, watchedFor) * 1_000 <= limits.canaryMs) return [];
  const since = age === Infinity ? "yet" : `for ${seconds(age)}`;
  const live = canary.live_for_seconds;
  const now = live === null ? "none is under way" : `one is under way since ${seconds(live)}`;
  return [`No canary has come through ${since}: ${now}`];
}

function wordsOnViolations({ violations, facts: { flow } }: Findings): string[] {
  if (violations.length === 0) return [];
  const codes = [...new Set(violations.map((violation) => violation.code))];
  const isAll = violations.length < MOST_VIOLATIONS;
  const amount = isAll ? violations.length : `${MOST_VIOLATIONS} or more`;
  const stuck = codes.includes("message_unpublished")
    ? [
        `The outbox is stuck: ${count(flow.due, "message")} due, the first for ${seconds(flow.oldest_due_seconds ?? 0)}`,
      ]
    : [];
  return [
    ...stuck,
    `${amount} ${amount === 1 ? "breach" : "breaches"} of ${count(codes.length, "invariant")}: ${codes.join(", ")}`,
  ];
}

function seconds(amount: number): string {
  return duration(amount * 1_000);
}
