import { describe, expect, it } from "@jest/globals";
import {
  recordBrokerWindow,
  recordLoop,
  recordWorkerBeat,
  type Tx,
} from "@sitemap-scanner/database";
import { sql } from "kysely";
import { rescueExpiredTasks } from "../src/reconcile/expired-leases.ts";
import { redispatchAfterLoss, redispatchLostTasks } from "../src/reconcile/lost-doorbells.ts";
import { createFailedItems } from "../src/reconcile/failed-items.ts";
import { insertMissingTasks, writeMissingMessages } from "../src/reconcile/missing-rows.ts";
import { failNeverStartedTasks } from "../src/reconcile/never-started.ts";
import { failOverdueJobs } from "../src/reconcile/overdue-jobs.ts";
import { moveStalledJobs } from "../src/reconcile/stalled-jobs.ts";
import { realignStrayDomains, realignStrayDomainsInTurn } from "../src/reconcile/stray-domains.ts";
import { setupPipeline } from "./setup.ts";

const pipeline = setupPipeline();
const SIXTY_NINE_DAYS = "69 days";

function taskOf(taskId: string) {
  return pipeline.db
    .selectFrom("tasks")
    .select(["status", "status_reason", "generation", "rescues", "lease"])
    .where("id", "=", taskId)
    .executeTakeFirstOrThrow();
}

function tasksOf(jobId: string) {
  return pipeline.db
    .selectFrom("tasks")
    .select(["id", "status", "status_reason", "generation"])
    .where("job_id", "=", jobId)
    .orderBy("position")
    .execute();
}

function jobOf(jobId: string) {
  return pipeline.db
    .selectFrom("jobs")
    .select(["status", "error"])
    .where("job_id", "=", jobId)
    .executeTakeFirstOrThrow();
}

function fileOf(taskId: string) {
  return pipeline.db
    .selectFrom("sitemap_files")
    .innerJoin("tasks", "tasks.sitemap_file_id", "sitemap_files.id")
    .select(["sitemap_files.status", "outcome", "outcome_detail"])
    .where("tasks.id", "=", taskId)
    .executeTakeFirstOrThrow();
}

async function expireLease(taskId: string): Promise<void> {
  await sql`update tasks set lease_until = now() - ${SIXTY_NINE_DAYS}::interval where id = ${taskId}`.execute(
    pipeline.db,
  );
}

async function aWorkerSeen(id: string, ago: string): Promise<void> {
  const beat = { id, host: "host", pid: 1, version: "0", queues: [], concurrency: 1 };
  await recordWorkerBeat(pipeline.db, { ...beat, currentTasks: [] });
  await sql`update workers set last_seen_at = now() - ${ago}::interval where id = ${id}`.execute(
    pipeline.db,
  );
}

/** A pending task whose doorbell was published 69 days ago. */
async function aPublishedTask() {
  const jobId = await pipeline.submit();
  const task = await pipeline.db
    .selectFrom("tasks")
    .select("id")
    .where("job_id", "=", jobId)
    .executeTakeFirstOrThrow();
  await sql`update outbox set published_at = now() - ${SIXTY_NINE_DAYS}::interval where task_id = ${task.id}`.execute(
    pipeline.db,
  );
  return task.id;
}

describe("rescueExpiredTasks()", () => {
  it("gives a task whose worker fell silent 69 days ago a new generation and message", async () => {
    const { claims } = await pipeline.aScanOf(1);
    const taskId = claims[0]!.taskId;
    await expireLease(taskId);

    expect(await rescueExpiredTasks(pipeline.db)).toEqual([
      { rule: "R4", subject: "task", id: taskId, did: "rescued", isAlarm: false },
    ]);

    expect(await taskOf(taskId)).toEqual({
      status: "pending",
      status_reason: "lease_expired",
      generation: 2,
      rescues: 1,
      lease: 1,
    });
    const message = await pipeline.db
      .selectFrom("outbox")
      .select("generation")
      .where("task_id", "=", taskId)
      .executeTakeFirst();
    expect(message).toEqual({ generation: 2 });
  });

  it("leaves a task alone whose lease stands", async () => {
    const { claims } = await pipeline.aScanOf(1);

    expect(await rescueExpiredTasks(pipeline.db)).toEqual([]);
    expect(await taskOf(claims[0]!.taskId)).toMatchObject({ status: "running" });
  });

  it("rescues once, however many processes look at the same time", async () => {
    const { claims } = await pipeline.aScanOf(1);
    await expireLease(claims[0]!.taskId);

    const rescued = await Promise.all([1, 2, 3].map(() => rescueExpiredTasks(pipeline.db)));

    expect(rescued.flat()).toHaveLength(1);
    expect(await taskOf(claims[0]!.taskId)).toMatchObject({ rescues: 1, generation: 2 });
  });

  it("fails a task that takes a third worker down with it, and its job goes on without", async () => {
    const { jobId, claims } = await pipeline.aScanOf(1);
    const taskId = claims[0]!.taskId;
    for (let i = 0; i < 2; i += 1) {
      await expireLease(taskId);
      await rescueExpiredTasks(pipeline.db);
      await pipeline.claim(jobId);
    }
    await expireLease(taskId);

    expect(await rescueExpiredTasks(pipeline.db)).toMatchObject([{ id: taskId, did: "poisoned" }]);

    expect(await taskOf(taskId)).toMatchObject({ status: "failed", status_reason: "poisoned" });
    expect(await fileOf(taskId)).toEqual({
      status: "failed",
      outcome: "poisoned",
      outcome_detail: "Cannot finish this task: 3 workers fell silent at it",
    });
    expect(await jobOf(jobId)).toMatchObject({
      status: "failed",
      error: { code: "no_sitemap_read" },
    });
  });
});

describe("failOverdueJobs()", () => {
  it("fails a job at its deadline, with a reason, and ends its tasks", async () => {
    const { jobId, claims } = await pipeline.aScanOf(2);
    await sql`update jobs set deadline_at = now() - interval '1 s' where job_id = ${jobId}`.execute(
      pipeline.db,
    );

    expect(await failOverdueJobs(pipeline.db)).toMatchObject([
      { rule: "R5", id: jobId, did: "deadline_exceeded" },
    ]);

    expect(await jobOf(jobId)).toMatchObject({
      status: "failed",
      error: { code: "deadline_exceeded" },
    });
    expect(await taskOf(claims[0]!.taskId)).toMatchObject({ status: "cancelled" });
    expect(await failOverdueJobs(pipeline.db)).toEqual([]);
  });
});

describe("redispatchLostTasks()", () => {
  const forgotten: unknown[] = [];
  const forget = async (doorbell: { generation: number }) => {
    forgotten.push(doorbell.generation);
  };
  const brokerWith = (state: "gone" | "waiting" | "active", holder: string | null = null) => ({
    stateOf: () => Promise.resolve(state),
    holderOf: () => Promise.resolve(holder),
    forget,
  });
  const gone = brokerWith("gone");
  const waiting = brokerWith("waiting");

  it("dispatches a task anew whose doorbell the broker has lost, and makes way for the next", async () => {
    const taskId = await aPublishedTask();

    const lost = await redispatchLostTasks(pipeline.db, gone, 60_000);

    expect(lost).toMatchObject([{ rule: "R2", id: taskId, did: "lost_by_broker" }]);
    expect(await taskOf(taskId)).toMatchObject({
      status: "pending",
      status_reason: "lost_by_broker",
      generation: 2,
    });
    expect(forgotten).toEqual([2]);
  });

  it("leaves alone what waits at the broker, which is backlog", async () => {
    const taskId = await aPublishedTask();

    expect(await redispatchLostTasks(pipeline.db, waiting, 60_000)).toEqual([]);
    expect(await taskOf(taskId)).toMatchObject({ generation: 1 });
  });

  it("takes a doorbell for lost that is in the hands of a worker that is gone, and of no other", async () => {
    await aWorkerSeen("alive", "1 s");
    await aWorkerSeen("silent", "2 min");
    const taskId = await aPublishedTask();

    for (const holder of ["alive", "unknown", null]) {
      const broker = brokerWith("active", holder);
      expect(await redispatchLostTasks(pipeline.db, broker, 60_000)).toEqual([]);
    }
    const lost = await redispatchLostTasks(pipeline.db, brokerWith("active", "silent"), 60_000);

    expect(lost.map(({ id }) => id)).toContain(taskId);
    expect(await taskOf(taskId)).toMatchObject({ status: "pending", generation: 2 });
  });
});

const brokerOf = (epoch: string | null) => ({
  queue: "a queue",
  readEpoch: () => Promise.resolve(epoch),
});

describe("redispatchAfterLoss()", () => {
  it("dispatches all that was published when the broker tells another epoch, and once", async () => {
    await recordBrokerWindow(pipeline.db, "a queue", 10);
    const taskId = await aPublishedTask();
    const unpublished = await pipeline.submit();

    expect(await redispatchAfterLoss(pipeline.db, brokerOf("first"))).toEqual([]);
    expect(await redispatchAfterLoss(pipeline.db, brokerOf("first"))).toEqual([]);
    const passes = [1, 2, 3].map(() => redispatchAfterLoss(pipeline.db, brokerOf("second")));

    expect((await Promise.all(passes)).flat()).toMatchObject([{ subject: "broker" }]);
    expect(await taskOf(taskId)).toMatchObject({ generation: 2, status_reason: "lost_by_broker" });
    expect(await tasksOf(unpublished)).toMatchObject([{ generation: 1 }]);
  });

  it("asks nothing of a broker that can lose nothing", async () => {
    expect(await redispatchAfterLoss(pipeline.db, brokerOf(null))).toEqual([]);
  });
});

describe("failNeverStartedTasks()", () => {
  it("fails a search that nobody has started, and its job with it", async () => {
    const jobId = await pipeline.submit();
    const [task] = await tasksOf(jobId);
    await sql`update tasks set available_at = now() - interval '2 hours' where job_id = ${jobId}`.execute(
      pipeline.db,
    );

    expect(await failNeverStartedTasks(pipeline.db, 3_600_000)).toMatchObject([
      { rule: "R3", id: task?.id },
    ]);

    expect(await jobOf(jobId)).toMatchObject({
      status: "failed",
      error: { code: "never_started", message: "No worker started it within 60 min" },
    });
  });
});

describe("insertMissingTasks()", () => {
  it("writes the first task of a job whose trigger was switched off, and its facts", async () => {
    const jobId = await withoutTriggers(async (tx) => {
      const { rows } = await sql<{ job_id: string }>`
        with d as (insert into domains (domain) values ('off.example.com') returning id)
        insert into jobs (domain_id) select id from d returning job_id`.execute(tx);
      return rows[0]?.job_id ?? "";
    });

    expect(await insertMissingTasks(pipeline.db)).toMatchObject([
      { rule: "R6", subject: "job", id: jobId, isAlarm: true },
    ]);

    expect(await tasksOf(jobId)).toMatchObject([{ status: "pending", generation: 1 }]);
    expect((await pipeline.claim(jobId)).job.result_data).toMatchObject({
      domain: "off.example.com",
    });
    expect(await insertMissingTasks(pipeline.db)).toEqual([]);
  });
});

describe("writeMissingMessages()", () => {
  it("writes the message that a pending task has lost", async () => {
    const jobId = await pipeline.submit();
    const [task] = await tasksOf(jobId);
    await sql`delete from outbox where task_id = ${task?.id}`.execute(pipeline.db);

    expect(await writeMissingMessages(pipeline.db)).toMatchObject([
      { rule: "R6", subject: "task", id: task?.id, isAlarm: true },
    ]);
    expect(await writeMissingMessages(pipeline.db)).toEqual([]);
  });
});

describe("moveStalledJobs()", () => {
  it("releases held tasks though nobody has ended one, and leaves a full window alone", async () => {
    const { jobId } = await pipeline.aScanOf(6);
    expect(await moveStalledJobs(pipeline.db)).toEqual([]);
    await withoutTriggers((tx) =>
      sql`delete from tasks where job_id = ${jobId} and status = 'pending'`.execute(tx),
    );

    expect(await moveStalledJobs(pipeline.db)).toMatchObject([{ rule: "R7", did: "released" }]);

    const statuses = (await tasksOf(jobId)).map((task) => task.status);
    expect(statuses.filter((status) => status === "pending")).toHaveLength(2);
  });

  it("finishes a job that nothing is left to be done for", async () => {
    const { jobId, claims } = await pipeline.aScanOf(1);
    await withoutTriggers(async (tx) => {
      await sql`update sitemap_files set outcome = 'ok' where job_id = ${jobId}`.execute(tx);
      await sql`update jobs set sitemaps_read = 1 where job_id = ${jobId}`.execute(tx);
      await sql`update tasks set status = 'complete', lease_until = null, finished_at = now()
        where id = ${claims[0]!.taskId}`.execute(tx);
    });

    expect(await moveStalledJobs(pipeline.db)).toMatchObject([{ id: jobId, did: "finished" }]);
    expect(await jobOf(jobId)).toMatchObject({ status: "complete" });
  });
});

describe("realignStrayDomains()", () => {
  it("lets a domain follow its job again, and queues one that claims to have a job", async () => {
    const { jobId } = await pipeline.aScanOf(1);
    await withoutTriggers(async (tx) => {
      await sql`update domains set sitemap_analysis_status = 'complete' where latest_job_id = ${jobId}`.execute(
        tx,
      );
      await sql`insert into domains (domain, sitemap_analysis_status, updated_at)
        values ('forgotten.example.com', 'submitted', now() - interval '69 days')`.execute(tx);
    });
    expect(await realignStrayDomains(pipeline.db)).toMatchObject([
      { rule: "R8", did: "set_to_queued", isAlarm: true },
      { rule: "R8", did: "set_to_processing", isAlarm: true },
    ]);
    expect(await realignStrayDomains(pipeline.db)).toEqual([]);
  });
});

describe("realignStrayDomainsInTurn()", () => {
  it("looks through all domains once in 30 s, in whichever process, and then finds what strays", async () => {
    await sql`delete from loops`.execute(pipeline.db);
    const pass = () => realignStrayDomainsInTurn(pipeline.db, createFailedItems());
    expect(await pass()).toEqual([]);
    await recordLoop(pipeline.db, "reconciler");
    const { jobId } = await pipeline.aScanOf(1);
    await withoutTriggers((tx) =>
      sql`update domains set sitemap_analysis_status = 'complete' where latest_job_id = ${jobId}`.execute(
        tx,
      ),
    );
    expect(await pass()).toEqual([]);

    await sql`update loops set detail = jsonb_build_object('domains_looked_through_at', now() - interval '30 s')`.execute(
      pipeline.db,
    );
    expect(await pass()).toMatchObject([{ rule: "R8", did: "set_to_processing" }]);
  });
});

/** As whoever restores rows or loads them with the triggers switched off. */
function withoutTriggers<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return pipeline.db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    return work(tx);
  });
}
