import type { Health, LoopSeen, Violation } from "@sitemap-scanner/contracts";
import type { Db, LoopView, ViolationView } from "@sitemap-scanner/database";
import { checkStores } from "./check-stores.ts";
import { toWorkerSeen } from "./to-worker-seen.ts";
import { readBroker, type AskedBroker } from "./read-broker.ts";
import { oldestPendingSeconds, readFacts, type Facts } from "./read-facts.ts";
import type { ViolationCheck } from "./violation-check.ts";
import { wordsOnHealth, type HealthLimits } from "./words-on-health.ts";

/** More would only fill the answer. */
const VIOLATIONS = 100;
const PATIENCE_MS = 2_500;
/** The first look for breaches may take its time, in seconds. */
const START_S = 60;

export interface HealthOptions {
  db: Db;
  broker: AskedBroker;
  violations: ViolationCheck;
  limits: HealthLimits;
}

export type ReadHealth = () => Promise<Health>;

/**
 * Whether every promise is kept at this moment, and if not, in words. It never throws, and answers
 * within 3 s whatever is down.
 */
export function createReadHealth({ db, broker, violations, limits }: HealthOptions): ReadHealth {
  const watchedSince = performance.now();
  return async () => {
    const [stores, state, facts, found] = await Promise.all([
      checkStores(db, broker),
      readBroker(broker),
      // Whoever is too slow to say is told in words below.
      readFacts(db, PATIENCE_MS).catch(() => undefined),
      violations.read(PATIENCE_MS),
    ]);
    const watchedFor = (performance.now() - watchedSince) / 1_000;
    const { paused } = state;
    const words = [
      ...wordsOnStores(
        stores,
        facts !== undefined && (found !== undefined || watchedFor < START_S),
      ),
      ...state.faults.map((fault) => fault.words),
      ...(facts
        ? wordsOnHealth({ facts, violations: found ?? [], paused, limits, watchedFor })
        : []),
    ];
    return {
      ok: words.length === 0,
      words,
      stores,
      workers: (facts?.workers ?? []).map((worker) => toWorkerSeen(worker, limits.workerSilenceMs)),
      violations: (found ?? []).slice(0, VIOLATIONS).map(toViolation),
      ...toProgress(facts),
      paused,
    };
  };
}

function wordsOnStores({ database, broker }: Health["stores"], hasRead: boolean): string[] {
  const words = [];
  if (!database.ok) words.push("The database does not answer: nothing is accepted or done");
  else if (!hasRead) words.push("The database is too slow to say how things stand");
  if (!broker.ok) {
    words.push(
      `The broker (${broker.kind}) does not answer: scans are accepted, and wait in the outbox`,
    );
  }
  return words;
}

function toProgress(
  facts: Facts | undefined,
): Pick<Health, "loops" | "canary" | "oldest_pending_seconds"> {
  return {
    loops: (facts?.loops ?? []).map(toLoopSeen),
    canary: facts?.canary ?? null,
    oldest_pending_seconds: facts ? oldestPendingSeconds(facts) : null,
  };
}

function toLoopSeen({ name, succeeded_at, seconds_since_success }: LoopView): LoopSeen {
  return { name, last_success_at: succeeded_at?.toISOString() ?? null, seconds_since_success };
}

function toViolation({ since, ...violation }: ViolationView): Violation {
  return { ...violation, since: since?.toISOString() ?? null };
}
