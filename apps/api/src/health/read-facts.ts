import {
  countLiveJobs,
  inBoundedRead,
  listLoops,
  listWorkers,
  readCanary,
  readFlow,
  type CanaryView,
  type Db,
  type FlowView,
  type LiveJobsView,
  type LoopView,
  type WorkerView,
} from "@sitemap-scanner/database";
import { withTimeout } from "@sitemap-scanner/runtime";

/** How things stand at one moment, as the database knows it. */
export interface Facts {
  workers: WorkerView[];
  loops: LoopView[];
  canary: CanaryView;
  liveJobs: LiveJobsView[];
  flow: FlowView;
}

const WORKERS = 100;

/** @throws when the database takes longer than `patienceMs` */
export function readFacts(db: Db, patienceMs: number): Promise<Facts> {
  const facts = inBoundedRead(db, patienceMs, async (tx) => ({
    workers: await listWorkers(tx, WORKERS),
    loops: await listLoops(tx),
    canary: await readCanary(tx),
    liveJobs: await countLiveJobs(tx),
    flow: await readFlow(tx),
  }));
  return withTimeout(facts, patienceMs, "read how things stand");
}

export function oldestPendingSeconds({ liveJobs }: Pick<Facts, "liveJobs">): number | null {
  return liveJobs.find((jobs) => jobs.status === "pending")?.oldest_seconds ?? null;
}
