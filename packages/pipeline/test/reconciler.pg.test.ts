import { afterEach, describe, expect, it } from "@jest/globals";
import { listLoops } from "@sitemap-scanner/database";
import { waitFor } from "@sitemap-scanner/testkit";
import { sql } from "kysely";
import { createReconciler } from "../src/index.ts";
import type { Finding } from "../src/reconcile/finding.ts";
import { collectLines } from "./collect-lines.ts";
import { lockRow, type HeldLock } from "./lock-row.ts";
import { setupPipeline } from "./setup.ts";

const pipeline = setupPipeline();
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const brokerThatHasAll = {
  queue: "a queue",
  stateOf: () => Promise.resolve("waiting" as const),
  holderOf: () => Promise.resolve(null),
  forget: () => Promise.resolve(),
  readEpoch: () => Promise.resolve(null),
};

function startReconciler() {
  const seen = { findings: [] as Finding[], changes: 0 };
  const { logger, lines } = collectLines();
  const reconciler = createReconciler({
    db: pipeline.db,
    broker: brokerThatHasAll,
    logger,
    onChange: () => (seen.changes += 1),
    onFinding: (finding) => seen.findings.push(finding),
    everyMs: 50,
    unansweredMs: 60_000,
    startByMs: 3_600_000,
    keepEventsMs: 3_600_000,
  });
  closers.push(() => reconciler.close());
  reconciler.start();
  return { seen, lines };
}

/** Its lease ran out that long ago. */
async function aScanWhoseWorkerFellSilent(ago: string) {
  const { jobId, claims } = await pipeline.aScanOf(1);
  const taskId = claims[0]!.taskId;
  await sql`update tasks set lease_until = now() - ${ago}::interval where id = ${taskId}`.execute(
    pipeline.db,
  );
  return { jobId, taskId };
}

async function lock(jobId: string): Promise<HeldLock> {
  const held = await lockRow(pipeline.db, { table: "jobs", key: "job_id", id: jobId });
  closers.push(() => held.release());
  return held;
}

async function lastSuccess(): Promise<Date | null | undefined> {
  const loops = await listLoops(pipeline.db);
  return loops.find(({ name }) => name === "reconciler")?.succeeded_at;
}

describe("createReconciler()", () => {
  it("puts the others right while somebody keeps the first one locked, and takes no such pass for a success", async () => {
    const locked = await aScanWhoseWorkerFellSilent("2 min");
    const other = await aScanWhoseWorkerFellSilent("1 min");
    await lock(locked.jobId);

    const { seen, lines } = startReconciler();

    await waitFor(() => seen.findings.length > 0, { what: "a finding", timeoutMs: 5_000 });
    expect(seen.findings).toMatchObject([{ rule: "R4", id: other.taskId, did: "rescued" }]);
    await waitFor(() => seen.changes > 0, { what: "the relay to be told", timeoutMs: 5_000 });
    const told = lines.filter(({ message }) => message === "late, cannot be put right");
    expect(told).toMatchObject([{ rule: "R4", id: locked.taskId }]);
    expect(await lastSuccess()).toBeNull();
  });
});
