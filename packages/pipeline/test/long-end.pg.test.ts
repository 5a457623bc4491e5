/** The end of a scan of very many pages, which takes longer than a statement otherwise may. */
import { describe, expect, it } from "@jest/globals";
import { extendLeases, inTransaction, openDatabase } from "@sitemap-scanner/database";
import { waitFor } from "@sitemap-scanner/testkit";
import { sql } from "kysely";
import { endFile } from "../src/index.ts";
import { rescueExpiredTasks } from "../src/reconcile/expired-leases.ts";
import { setupPipeline } from "./setup.ts";

const pipeline = setupPipeline();

/** Running tasks with leases that end in ten minutes. */
async function renewed(): Promise<{ id: string }[]> {
  const { rows } = await sql<{ id: string }>`
    select id from tasks where status = 'running' and lease_until > now() + interval '500 s'`.execute(
    pipeline.db,
  );
  return rows;
}

async function isSlow(): Promise<boolean> {
  const { rows } = await sql`
    select from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`.execute(
    pipeline.db,
  );
  return rows.length > 0;
}

describe("the long end of a scan", () => {
  it("comes, although its statements take longer than others may, while its lease is renewed", async () => {
    const { jobId, claims } = await pipeline.aScanOf(1);
    await sql`create function take_long() returns trigger language plpgsql as $$
      begin perform pg_sleep(3); return null; end $$`.execute(pipeline.db);
    await sql`create trigger take_long after delete on page_listings
      for each statement execute function take_long()`.execute(pipeline.db);
    const hasty = openDatabase({
      url: pipeline.url,
      applicationName: "test",
      statementTimeoutMs: 2_000,
    });

    const ended = claims.map((claim) =>
      endFile(hasty, claim, { outcome: "ok", entries: 1, read_completely: true }),
    );
    await waitFor(isSlow, { what: "the slow statement" });
    await extendLeases(pipeline.db, claims, 600_000);

    expect(await renewed()).toEqual(claims.map(({ taskId }) => ({ id: taskId })));
    await Promise.all(ended);
    await hasty.destroy();
    const { status } = await pipeline.db
      .selectFrom("jobs")
      .select("status")
      .where("job_id", "=", jobId)
      .executeTakeFirstOrThrow();
    expect(status).toBe("complete");
  });

  it("keeps no other task of its worker from being renewed, and is not taken for lost", async () => {
    const { claims } = await pipeline.aScanOf(2, { claims: 2 });
    const [ending, other] = claims.map(({ taskId, lease }) => ({ taskId, lease }));
    if (!ending || !other) throw new Error("Cannot claim two tasks");

    const kept = await inTransaction(pipeline.db, async (tx) => {
      await sql`select from tasks where id = ${ending.taskId} for update`.execute(tx);
      return extendLeases(pipeline.db, [ending, other], 600_000);
    });

    expect(kept).toEqual(new Set([ending.taskId, other.taskId]));
    expect(await renewed()).toEqual([{ id: other.taskId }]);
  });

  it("is not taken for the silence of a worker", async () => {
    const { claims } = await pipeline.aScanOf(1, { leaseMs: 0 });

    const outcomes = await inTransaction(pipeline.db, async (tx) => {
      const ids = claims.map(({ taskId }) => taskId);
      await sql`select from tasks where id = any(${ids}) for update`.execute(tx);
      return rescueExpiredTasks(pipeline.db);
    });

    expect(outcomes).toEqual([]);
    expect(await rescueExpiredTasks(pipeline.db)).toMatchObject([{ rule: "R4", did: "rescued" }]);
  });

  it("leaves a task to whoever has taken it meanwhile", async () => {
    const { claims } = await pipeline.aScanOf(1);
    const taskIds = claims.map(({ taskId }) => taskId);

    const kept = await extendLeases(
      pipeline.db,
      claims.map(({ taskId, lease }) => ({ taskId, lease: lease + 1 })),
      600_000,
    );

    expect(taskIds).toHaveLength(1);
    expect(kept).toEqual(new Set());
  });
});
