/** Items of the reconciler's rules that cannot be put right, and the others, which must be all the same. */
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { recordBrokerWindow } from "@sitemap-scanner/database";
import { sql } from "kysely";
import { createClaimDelivery, createManageWebhooks } from "../src/index.ts";
import { rescueExpiredTasks } from "../src/reconcile/expired-leases.ts";
import {
  createFailedItems,
  SET_ASIDE_MS,
  type FailedItems,
} from "../src/reconcile/failed-items.ts";
import type { Outcome } from "../src/reconcile/finding.ts";
import { redispatchAfterLoss, redispatchLostTasks } from "../src/reconcile/lost-doorbells.ts";
import { insertMissingTasks, writeMissingMessages } from "../src/reconcile/missing-rows.ts";
import { failNeverStartedTasks } from "../src/reconcile/never-started.ts";
import { failOverdueJobs } from "../src/reconcile/overdue-jobs.ts";
import { putRightEach } from "../src/reconcile/put-right.ts";
import { moveStalledJobs } from "../src/reconcile/stalled-jobs.ts";
import { realignStrayDomains } from "../src/reconcile/stray-domains.ts";
import {
  redispatchLostDeliveries,
  releaseStalledDeliveries,
  rescueExpiredDeliveries,
  writeMissingDeliveryMessages,
} from "../src/reconcile/webhook-deliveries.ts";
import { lockRow, type HeldLock } from "./lock-row.ts";
import { setupPipeline } from "./setup.ts";

const pipeline = setupPipeline();
const locks: HeldLock[] = [];
afterEach(async () => {
  for (const lock of locks.splice(0)) await lock.release();
});
beforeEach(async () => {
  await psql("truncate webhook_endpoints, webhook_events, domains, jobs cascade");
});

async function psql<T>(statement: string): Promise<T[]> {
  return (await sql<T>`${sql.raw(statement)}`.execute(pipeline.db)).rows;
}

/** As whoever restores rows with the triggers switched off. */
async function psqlPastTriggers(statement: string): Promise<void> {
  await pipeline.db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql.raw(statement).execute(tx);
  });
}

async function lock(table: string, key: string, id: string): Promise<HeldLock> {
  const held = await lockRow(pipeline.db, { table, key, id });
  locks.push(held);
  return held;
}

async function firstTaskOf(jobId: string): Promise<string> {
  const [task] = await psql<{ id: string }>(`select id from tasks where job_id = '${jobId}'`);
  return task?.id ?? "";
}

/** What is late, since so many minutes. */
interface Late {
  id: string;
  lock(): Promise<HeldLock>;
}

async function aSilentWorker(minutes: number): Promise<Late> {
  const { jobId, claims } = await pipeline.aScanOf(1);
  const id = claims[0]?.taskId ?? "";
  await psql(`update tasks set lease_until = now() - interval '${minutes} min' where id = '${id}'`);
  return { id, lock: () => lock("jobs", "job_id", jobId) };
}

async function anOverdueJob(minutes: number): Promise<Late> {
  const id = await pipeline.submit();
  await psql(
    `update jobs set deadline_at = now() - interval '${minutes} min' where job_id = '${id}'`,
  );
  return { id, lock: () => lock("jobs", "job_id", id) };
}

async function aTaskNeverStarted(minutes: number): Promise<Late> {
  const jobId = await pipeline.submit();
  const id = await firstTaskOf(jobId);
  await psql(
    `update tasks set available_at = now() - interval '${minutes + 60} min' where id = '${id}'`,
  );
  return { id, lock: () => lock("jobs", "job_id", jobId) };
}

async function aStalledJob(minutes: number): Promise<Late> {
  const { jobId: id } = await pipeline.aScanOf(1);
  await psqlPastTriggers(
    `update sitemap_files set outcome = 'ok' where job_id = '${id}';
     update jobs set sitemaps_read = 1, created_at = now() - interval '${minutes} min' where job_id = '${id}';
     update tasks set status = 'complete', lease_until = null, finished_at = now() where job_id = '${id}'`,
  );
  return { id, lock: () => lock("jobs", "job_id", id) };
}

async function aJobWithoutTask(minutes: number): Promise<Late> {
  const id = await pipeline.submit();
  await psqlPastTriggers(
    `delete from outbox using tasks where task_id = tasks.id and job_id = '${id}';
     delete from tasks where job_id = '${id}';
     update jobs set created_at = now() - interval '${minutes} min' where job_id = '${id}'`,
  );
  return { id, lock: () => lock("jobs", "job_id", id) };
}

async function aLostDoorbell(minutes: number): Promise<Late> {
  const id = await firstTaskOf(await pipeline.submit());
  await psql(
    `update outbox set published_at = now() - interval '${minutes + 1} min' where task_id = '${id}'`,
  );
  return { id, lock: () => lock("tasks", "id", id) };
}

async function aDelivery(): Promise<{ id: string; endpointId: string }> {
  const webhooks = createManageWebhooks({ db: pipeline.db, overlapMs: 60_000 });
  const { id: endpointId } = await webhooks.create({
    url: "https://receiver.example.com/",
    events: ["scan.complete"],
    description: null,
    enabled: true,
    createdBy: null,
  });
  const { deliveryId } = await webhooks.sendTest(endpointId);
  return { id: deliveryId, endpointId };
}

async function aSilentDelivery(minutes: number): Promise<Late> {
  const { id, endpointId } = await aDelivery();
  const claim = createClaimDelivery({ db: pipeline.db, workerId: "w", leaseMs: 60_000 });
  await claim({ deliveryId: id, generation: 1 });
  await psql(
    `update webhook_deliveries set lease_until = now() - interval '${minutes} min' where id = '${id}'`,
  );
  return { id, lock: () => lock("webhook_endpoints", "id", endpointId) };
}

async function aLostDeliveryDoorbell(minutes: number): Promise<Late> {
  const { id } = await aDelivery();
  await psql(
    `update outbox set published_at = now() - interval '${minutes + 1} min' where delivery_id = '${id}'`,
  );
  return { id, lock: () => lock("webhook_deliveries", "id", id) };
}

async function aStrayDomain(minutes: number): Promise<Late> {
  const jobId = await pipeline.submit();
  const [job] = await psql<{ domain_id: string }>(
    `select domain_id from jobs where job_id = '${jobId}'`,
  );
  const id = job?.domain_id ?? "";
  await psqlPastTriggers(
    `update domains set sitemap_analysis_status = 'complete', updated_at = now() - interval '${minutes} min'
     where id = '${id}'`,
  );
  return { id, lock: () => lock("domains", "id", id) };
}

const emptyBroker = {
  stateOf: () => Promise.resolve("gone" as const),
  holderOf: () => Promise.resolve(null),
  forget: () => Promise.resolve(),
};

interface Case {
  late: (minutes: number) => Promise<Late>;
  pass: (failed: FailedItems) => Promise<Outcome[]>;
}

const CASES: Record<string, Case> = {
  "running tasks whose lease ran out": {
    late: aSilentWorker,
    pass: (failed) => rescueExpiredTasks(pipeline.db, failed),
  },
  "jobs past their deadline": {
    late: anOverdueJob,
    pass: (failed) => failOverdueJobs(pipeline.db, failed),
  },
  "tasks that were never started": {
    late: aTaskNeverStarted,
    pass: (failed) => failNeverStartedTasks(pipeline.db, 3_600_000, failed),
  },
  "jobs that nothing is left to be done for": {
    late: aStalledJob,
    pass: (failed) => moveStalledJobs(pipeline.db, failed),
  },
  "jobs without a task": {
    late: aJobWithoutTask,
    pass: (failed) => insertMissingTasks(pipeline.db, failed),
  },
  "doorbells that are lost": {
    late: aLostDoorbell,
    pass: (failed) => redispatchLostTasks(pipeline.db, emptyBroker, 60_000, failed),
  },
  "domains whose status strays from their job": {
    late: aStrayDomain,
    pass: (failed) => realignStrayDomains(pipeline.db, failed),
  },
  "deliveries whose lease ran out": {
    late: aSilentDelivery,
    pass: (failed) => rescueExpiredDeliveries(pipeline.db, failed),
  },
  "doorbells of deliveries that are lost": {
    late: aLostDeliveryDoorbell,
    pass: (failed) => redispatchLostDeliveries(pipeline.db, emptyBroker, 60_000, failed),
  },
};

describe.each(Object.entries(CASES))("of %s", (_name, { late, pass }) => {
  it("one that is kept locked holds up no other, and is put right once it is free", async () => {
    let now = 0;
    const failed = createFailedItems(() => now);
    const locked = await late(2);
    const other = await late(1);
    const held = await locked.lock();

    expect(await pass(failed)).toMatchObject([
      { id: other.id, did: expect.any(String) },
      { id: locked.id, error: { code: "55P03" } },
    ]);

    await held.release();
    // It is left alone for a while, and counts as late for as long.
    expect(await pass(failed)).toMatchObject([{ id: locked.id, error: { code: "55P03" } }]);
    now += SET_ASIDE_MS;
    expect(await pass(failed)).toMatchObject([{ id: locked.id, did: expect.any(String) }]);
    expect(await pass(failed)).toEqual([]);
  });
});

describe("an item that cannot be put right", () => {
  it("holds up no other when a guard of the database refuses what is to be written", async () => {
    const refused = await aStalledJob(2);
    await psqlPastTriggers(
      `update sitemap_files set outcome = 'timeout' where job_id = '${refused.id}'`,
    );
    const other = await aStalledJob(1);

    expect(await moveStalledJobs(pipeline.db)).toMatchObject([
      { id: other.id, did: "finished" },
      { id: refused.id, error: { code: "SC003" } },
    ]);
  });

  it("holds up no other when it is a domain that says another's job is its own", async () => {
    const [refused, other] = [await aStrayDomain(2), await aStrayDomain(1)];
    await psqlPastTriggers(
      `update domains set latest_job_id = (select job_id from jobs where domain_id = '${other.id}')
       where id = '${refused.id}'`,
    );

    expect(await realignStrayDomains(pipeline.db)).toMatchObject([
      { id: other.id, did: "set_to_submitted" },
      { id: refused.id, error: { code: "SC003" } },
    ]);
  });

  it("is forgotten when it is late no longer, as when somebody else has put it right", async () => {
    const failed = createFailedItems();
    const locked = await anOverdueJob(1);
    const held = await locked.lock();
    expect(await failOverdueJobs(pipeline.db, failed)).toHaveLength(1);
    await held.release();
    await psql(`update jobs set status = 'cancelled' where job_id = '${locked.id}'`);

    expect(await failOverdueJobs(pipeline.db, failed)).toEqual([]);
  });

  it("costs seconds, not minutes, when it is one of a hundred that are locked", async () => {
    for (let i = 0; i < 100; i += 1) await anOverdueJob(2);
    const tx = await pipeline.db.startTransaction().execute();
    locks.push({
      release: () =>
        tx
          .rollback()
          .execute()
          .then(() => undefined),
    });
    await sql`select from jobs for update`.execute(tx);
    const other = await anOverdueJob(1);

    const startedAt = performance.now();
    const outcomes = await failOverdueJobs(pipeline.db);

    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(outcomes).toHaveLength(101);
    expect(outcomes[0]).toMatchObject({ id: other.id, did: "never_started" });
  });
});

async function aTaskWithoutMessage(): Promise<Late> {
  const late = await aLostDoorbell(1);
  await psql(`delete from outbox where task_id = '${late.id}'`);
  return late;
}

async function aDeliveryWithoutMessage(): Promise<Late> {
  const late = await aLostDeliveryDoorbell(1);
  await psql(`delete from outbox where delivery_id = '${late.id}'`);
  return late;
}

async function aDeliveryHeldForNothing(): Promise<Late> {
  const late = await aLostDeliveryDoorbell(1);
  await psql(`update webhook_deliveries set status = 'held' where id = '${late.id}'`);
  return late;
}

describe("a statement for many rows", () => {
  it.each([
    ["writes messages of tasks", aTaskWithoutMessage, writeMissingMessages],
    ["writes messages of deliveries", aDeliveryWithoutMessage, writeMissingDeliveryMessages],
    ["releases deliveries", aDeliveryHeldForNothing, releaseStalledDeliveries],
  ])("%s, and passes over what is kept locked", async (_name, late, pass) => {
    const [locked, other] = [await late(), await late()];
    const held = await locked.lock();

    expect(await pass(pipeline.db)).toMatchObject([{ id: other.id }]);
    await held.release();
    expect(await pass(pipeline.db)).toMatchObject([{ id: locked.id }]);
  });

  it("rings again for all that a broker has lost, and leaves what is kept locked to the rule for each", async () => {
    const tasks = [await aLostDoorbell(1), await aLostDoorbell(1)];
    const deliveries = [await aLostDeliveryDoorbell(1), await aLostDeliveryDoorbell(1)];
    await recordBrokerWindow(pipeline.db, "a queue", 10);
    const pass = (epoch: string) =>
      redispatchAfterLoss(pipeline.db, {
        queue: "a queue",
        readEpoch: () => Promise.resolve(epoch),
      });
    await pass("first");
    for (const late of [tasks[0], deliveries[0]]) await late?.lock();

    expect(await pass("second")).toMatchObject([{ subject: "broker", did: "lost_all_2" }]);

    expect(
      await psql(`select id from tasks where generation = 2
        union all select id from webhook_deliveries where generation = 2`),
    ).toEqual([{ id: tasks[1]?.id }, { id: deliveries[1]?.id }]);
  });
});

describe("putRightEach()", () => {
  it("ends at once when the database goes away, with what was done until then, and tries that item first thing after", async () => {
    const failed = createFailedItems();
    const tried: string[] = [];
    const pass = (late: string[], goesAwayAt?: string) =>
      putRightEach(
        pipeline.db,
        {
          rule: "R4",
          subject: "task",
          list: () => Promise.resolve(late),
          idOf: (id) => id,
          async putRight(tx, id) {
            tried.push(id);
            if (id === goesAwayAt)
              await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
            return "rescued";
          },
        },
        failed,
      );

    expect(await pass(["first", "second", "third"], "second")).toMatchObject([
      { id: "first", did: "rescued" },
      { id: "second", error: expect.any(Error) },
    ]);
    expect(await pass(["second", "third"])).toMatchObject([
      { id: "second", did: "rescued" },
      { id: "third", did: "rescued" },
    ]);
    expect(tried).toEqual(["first", "second", "second", "third"]);
  });
});
