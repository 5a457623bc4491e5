import type { Health, Violation, WorkerSeen } from "@sitemap-scanner/contracts";
import {
  listViolations,
  listWorkers,
  type Db,
  type ViolationView,
  type WorkerView,
} from "@sitemap-scanner/database";
import type { Broker } from "@sitemap-scanner/queue";
import { withTimeout } from "@sitemap-scanner/runtime";
import { wordsOnWorkers } from "../explain/live-job.ts";
import { count } from "../explain/words.ts";
import { checkStores } from "./check-stores.ts";
import { isAlive } from "./live-worker.ts";

/** More would only fill the answer. */
const VIOLATIONS = 100;
const WORKERS = 100;
const PATIENCE_MS = 5_000;

/** Whether every promise is kept at this moment, and if not, in words. Never throws. */
export async function readHealth(db: Db, broker: Pick<Broker, "kind" | "ping">): Promise<Health> {
  const stores = await checkStores(db, broker);
  const known = stores.database.ok ? await readDatabase(db) : undefined;
  const words = [
    ...(stores.database.ok ? [] : ["The database does not answer: nothing is accepted or done"]),
    ...(stores.broker.ok
      ? []
      : [
          `The broker (${broker.kind}) does not answer: scans are accepted, and wait in the outbox`,
        ]),
    ...(known ? wordsOn(known) : []),
    ...(stores.database.ok && !known ? ["The database is too slow to say how things stand"] : []),
  ];
  return {
    ok: words.length === 0,
    words,
    stores,
    workers: (known?.workers ?? []).map(toWorkerSeen),
    violations: (known?.violations ?? []).map(toViolation),
  };
}

interface Known {
  violations: ViolationView[];
  workers: WorkerView[];
}

async function readDatabase(db: Db): Promise<Known | undefined> {
  try {
    const both = Promise.all([listViolations(db, VIOLATIONS), listWorkers(db, WORKERS)]);
    const [violations, workers] = await withTimeout(both, PATIENCE_MS, "read the health");
    return { violations, workers };
  } catch {
    // It answered a moment ago: the caller says so in words, as this is what was asked for.
    return undefined;
  }
}

function wordsOn({ violations, workers }: Known): string[] {
  const codes = [...new Set(violations.map((violation) => violation.code))];
  const amount = violations.length === VIOLATIONS ? `${VIOLATIONS} or more` : violations.length;
  return [
    ...(workers.some(isAlive) ? [] : [wordsOnWorkers(workers)]),
    ...(violations.length === 0
      ? []
      : [
          `${amount} ${amount === 1 ? "breach" : "breaches"} of ${count(codes.length, "invariant")}: ${codes.join(", ")}`,
        ]),
  ];
}

function toWorkerSeen(worker: WorkerView): WorkerSeen {
  return {
    id: worker.id,
    host: worker.host,
    pid: worker.pid,
    version: worker.version,
    last_seen_at: worker.last_seen_at.toISOString(),
    alive: isAlive(worker),
    current_tasks: worker.current_tasks.length,
  };
}

function toViolation({ since, ...violation }: ViolationView): Violation {
  return { ...violation, since: since?.toISOString() ?? null };
}
