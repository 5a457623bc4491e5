import {
  countEndedJobs,
  countLiveJobs,
  countWorkersAlive,
  inBoundedRead,
  listLoops,
  readCanary,
  readFlow,
  readWebhookFlow,
  type CanaryView,
  type Db,
  type EndedStatus,
  type FlowView,
  type LiveJobsView,
  type LoopView,
  type ViolationView,
  type WebhookFlowView,
} from "@sitemap-scanner/database";
import { withTimeout } from "@sitemap-scanner/runtime";
import type { ViolationCheck } from "../health/violation-check.ts";

/** What the database says of the whole system at one moment. */
export interface Snapshot {
  liveJobs: LiveJobsView[];
  endedJobs: Record<EndedStatus, number>;
  flow: FlowView;
  loops: LoopView[];
  canary: CanaryView;
  workersAlive: number;
  webhooks: WebhookFlowView;
  /** Undefined when the newest look is too old to be told. */
  violations: readonly ViolationView[] | undefined;
}

const PATIENCE_MS = 2_000;
/** However many scrape: the database is read once in this time. */
const KEPT_MS = 2_000;

/** @returns gives the snapshot, or undefined while the database does not answer in time */
export function createReadSnapshot(deps: {
  db: Db;
  violations: ViolationCheck;
  workerSilenceMs: number;
}): () => Promise<Snapshot | undefined> {
  let kept: { snapshot: Promise<Snapshot | undefined>; at: number } | undefined;

  async function read(): Promise<Snapshot> {
    const facts = inBoundedRead(deps.db, PATIENCE_MS, async (tx) => ({
      liveJobs: await countLiveJobs(tx),
      endedJobs: await countEndedJobs(tx),
      flow: await readFlow(tx),
      loops: await listLoops(tx),
      canary: await readCanary(tx),
      webhooks: await readWebhookFlow(tx),
      workersAlive: await countWorkersAlive(tx, deps.workerSilenceMs),
    }));
    const [known, violations] = await Promise.all([
      withTimeout(facts, PATIENCE_MS, "read the metrics"),
      deps.violations.read(PATIENCE_MS),
    ]);
    return { ...known, violations };
  }

  return () => {
    if (!kept || performance.now() - kept.at > KEPT_MS) {
      // A database that is away is a metric of its own, and kept like any other answer.
      kept = { snapshot: read().catch(() => undefined), at: performance.now() };
    }
    return kept.snapshot;
  };
}
