import { describe, expect, it } from "@jest/globals";
import { sql } from "kysely";
import { failOverdueJobs, redispatchLostTasks, rescueExpiredTasks } from "../src/index.ts";
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

function jobOf(jobId: string) {
  return pipeline.db
    .selectFrom("jobs")
    .select(["status", "error"])
    .where("job_id", "=", jobId)
    .executeTakeFirstOrThrow();
}

async function expireLease(taskId: string): Promise<void> {
  await sql`update tasks set lease_until = now() - ${SIXTY_NINE_DAYS}::interval where id = ${taskId}`.execute(
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
    const { jobId, claims } = await pipeline.aScanOf(1);
    const taskId = claims[0]!.taskId;
    await expireLease(taskId);

    expect(await rescueExpiredTasks(pipeline.db)).toEqual([{ taskId, jobId, action: "rescued" }]);

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

  it("fails a task that takes a fourth worker down with it, and its job goes on without", async () => {
    const { jobId, claims } = await pipeline.aScanOf(1);
    const taskId = claims[0]!.taskId;
    for (let i = 0; i < 3; i += 1) {
      await expireLease(taskId);
      await rescueExpiredTasks(pipeline.db);
      await pipeline.claim(jobId);
    }
    await expireLease(taskId);

    expect(await rescueExpiredTasks(pipeline.db)).toEqual([{ taskId, jobId, action: "poisoned" }]);

    expect(await taskOf(taskId)).toMatchObject({ status: "failed", status_reason: "poisoned" });
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

    expect(await failOverdueJobs(pipeline.db)).toEqual([jobId]);

    expect(await jobOf(jobId)).toMatchObject({
      status: "failed",
      error: { code: "deadline_exceeded" },
    });
    expect(await taskOf(claims[0]!.taskId)).toMatchObject({ status: "cancelled" });
    expect(await failOverdueJobs(pipeline.db)).toEqual([]);
  });
});

describe("redispatchLostTasks()", () => {
  it("dispatches a task anew whose doorbell the broker has lost", async () => {
    const taskId = await aPublishedTask();

    const lost = await redispatchLostTasks(pipeline.db, () => Promise.resolve("gone"), 60_000);

    expect(lost).toEqual([taskId]);
    expect(await taskOf(taskId)).toMatchObject({
      status: "pending",
      status_reason: "lost_by_broker",
      generation: 2,
    });
  });

  it("leaves alone what waits at the broker, which is backlog", async () => {
    const taskId = await aPublishedTask();

    const lost = await redispatchLostTasks(pipeline.db, () => Promise.resolve("waiting"), 60_000);

    expect(lost).toEqual([]);
    expect(await taskOf(taskId)).toMatchObject({ generation: 1 });
  });
});
