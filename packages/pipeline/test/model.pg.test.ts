/**
 * The pipeline as a whole against a model: any order of what users, workers and the reconciler may do. The
 * model knows who holds which lease and which jobs have ended; the database says everything else, and its
 * view of broken invariants must stay empty throughout.
 */
import { beforeEach, describe, expect, it } from "@jest/globals";
import type { Db } from "@sitemap-scanner/database";
import * as fc from "fast-check";
import { sql } from "kysely";
import {
  createCancelScan,
  createSubmitScan,
  endDiscovery,
  endFile,
  failFile,
  handBackTask,
  JobNotLiveError,
  LeaseLostError,
  recordPages,
  ScanInProgressError,
  type ClaimedTask,
  type FileClaim,
} from "../src/index.ts";
import { rescueExpiredTasks } from "../src/reconcile/expired-leases.ts";
import { isFailure, type Outcome } from "../src/reconcile/finding.ts";
import { redispatchLostTasks } from "../src/reconcile/lost-doorbells.ts";
import { writeMissingMessages } from "../src/reconcile/missing-rows.ts";
import { failOverdueJobs } from "../src/reconcile/overdue-jobs.ts";
import { moveStalledJobs } from "../src/reconcile/stalled-jobs.ts";
import { aPage, POLICY, setupPipeline } from "./setup.ts";

const pipeline = setupPipeline();
beforeEach(async () => {
  await sql`truncate domains, jobs, tasks, outbox, sitemap_files, pages, job_events cascade`.execute(
    pipeline.db,
  );
});

const DOMAINS = 3;
const RETRY = { maxAttempts: 2, backoffBaseMs: 1, backoffMaxMs: 1 };

interface HeldClaim {
  task: ClaimedTask;
  /** The lease is this one's, as far as anybody may know. */
  isCurrent: boolean;
}

interface Model {
  claims: HeldClaim[];
  /** How each job ended. */
  ended: Map<string, string>;
}

type Command = fc.AsyncCommand<Model, Db>;

/** Something that is done, after which all that is promised must hold. */
function command(name: string, run: (model: Model, db: Db) => Promise<void>): Command {
  return {
    check: () => true,
    async run(model, db) {
      await run(model, db);
      await checkPromises(model, db);
    },
    toString: () => name,
  };
}

/** Something that the holder of a claim does, be it still his or not. */
function byHolder(
  name: string,
  n: number,
  act: (db: Db, task: ClaimedTask) => Promise<unknown>,
): Command {
  return {
    ...command(`${name} ${n}`, async ({ claims }, db) => {
      const claim = claims[n % claims.length];
      if (!claim) return;
      const work = act(db, claim.task);
      if (claim.isCurrent) await work;
      else await expect(work).rejects.toThrow(LeaseLostError);
    }),
    check: ({ claims }) => claims.length > 0,
  };
}

async function checkPromises(model: Model, db: Db): Promise<void> {
  expect((await sql`select * from invariant_violations`.execute(db)).rows).toEqual([]);
  const jobs = await db.selectFrom("jobs").select(["job_id", "status", "finished_at"]).execute();
  for (const { job_id, status, finished_at } of jobs) {
    if (finished_at !== null && !model.ended.has(job_id)) model.ended.set(job_id, status);
    expect(status).toBe(model.ended.get(job_id) ?? status);
  }
  await noteLostLeases(model, db);
  expect(await replayedStatuses(db)).toEqual(await presentStatuses(db));
}

/** A lease is lost for good: what was not ours once is never ours again. */
async function noteLostLeases({ claims }: Model, db: Db): Promise<void> {
  const running = await db
    .selectFrom("tasks")
    .select(["id", "lease"])
    .where("status", "=", "running")
    .execute();
  const leases = new Map(running.map(({ id, lease }) => [id, lease]));
  for (const claim of claims) {
    const isHeld = leases.get(claim.task.taskId) === claim.task.lease;
    if (isHeld) expect(claim.isCurrent).toBe(true);
    claim.isCurrent &&= isHeld;
  }
}

async function presentStatuses(db: Db): Promise<Record<string, string>> {
  const rows = await db.selectFrom("tasks").select(["id", "status"]).execute();
  return Object.fromEntries(rows.map(({ id, status }) => [id, status]));
}

async function replayedStatuses(db: Db): Promise<Record<string, string>> {
  const { rows } = await sql<{ id: string; status: string }>`
    select distinct on (task_id) task_id as id, to_status as status from job_events
    where task_id is not null order by task_id, job_events.id desc`.execute(db);
  return Object.fromEntries(rows.map(({ id, status }) => [id, status]));
}

const submit = (domain: number) =>
  command(`submit ${domain}`, async (_model, db) => {
    const live = await db
      .selectFrom("jobs")
      .innerJoin("domains", "domains.id", "jobs.domain_id")
      .select("job_id")
      .where("domain", "=", `${domain}.example.com`)
      .where("status", "in", ["pending", "running"])
      .execute();
    const submitted = createSubmitScan({ db, ...POLICY, window: 2 })({
      domain: `${domain}.example.com`,
      scheme: null,
      path: null,
      pageHosts: "any",
      maxPages: 5,
      source: "api",
      requester: null,
    });
    if (live.length === 0) await submitted;
    else await expect(submitted).rejects.toThrow(ScanInProgressError);
  });

const claim = (n: number) =>
  command(`claim ${n}`, async ({ claims }, db) => {
    const jobs = await db
      .selectFrom("tasks")
      .select("job_id")
      .distinct()
      .where("status", "=", "pending")
      .orderBy("job_id")
      .execute();
    const job = jobs[n % jobs.length];
    if (job) claims.push({ task: await pipeline.claim(job.job_id), isCurrent: true });
  });

const write = (n: number, pages: number[]) =>
  byHolder(`write ${pages.join(",")} by`, n, (db, task) =>
    task.file ? recordPages(db, fileOf(task), pages.map(page)) : handBackTask(db, task, "no_file"),
  );

const finish = (n: number, files: number) =>
  byHolder(`finish with ${files} by`, n, (db, task) => {
    if (task.file) return endFile(db, fileOf(task), { outcome: "ok", entries: 1 });
    const sitemaps = Array.from({ length: files }, (_, i) => ({
      url: `https://x.example.com/${i}.xml`,
      via: "robots" as const,
    }));
    const found = { origin: null, crawlDelayMs: null, tried: [], next: null, complete: true };
    return endDiscovery(db, task, { ...found, sitemaps });
  });

const fail = (n: number) =>
  byHolder("fail by", n, (db, task) => {
    const failure = { outcome: "timeout", message: "too slow", retryAfterMs: null } as const;
    return task.file
      ? failFile(db, fileOf(task), { outcome: "timeout" }, failure, RETRY)
      : handBackTask(db, task, "failed");
  });

const handBack = (n: number) =>
  byHolder("hand back by", n, (db, task) => handBackTask(db, task, "worker_stopped"));

const cancel = (n: number) =>
  command(`cancel ${n}`, async ({ ended }, db) => {
    const jobs = await db.selectFrom("jobs").select("job_id").orderBy("created_at").execute();
    const job = jobs[n % jobs.length];
    if (!job) return;
    const cancelled = createCancelScan({ db })(job.job_id);
    if (ended.has(job.job_id)) await expect(cancelled).rejects.toThrow(JobNotLiveError);
    else await cancelled;
  });

/** No rule may fail at anything. */
async function done(pass: Promise<Outcome[]>): Promise<void> {
  expect((await pass).filter(isFailure)).toEqual([]);
}

const fallSilent = () =>
  command("every worker falls silent", async (_model, db) => {
    await sql`update tasks set lease_until = now() - interval '1 s' where status = 'running'`.execute(
      db,
    );
    await done(rescueExpiredTasks(db));
  });

const emptyBroker = {
  stateOf: () => Promise.resolve("gone" as const),
  holderOf: () => Promise.resolve(null),
  forget: () => Promise.resolve(),
};

const loseDoorbells = () =>
  command("the broker loses its doorbells", async (_model, db) => {
    await sql`update outbox set published_at = now() - interval '2 min'`.execute(db);
    await done(redispatchLostTasks(db, emptyBroker, 60_000));
  });

const loseMessages = () =>
  command("somebody empties the outbox", async (_model, db) => {
    await sql`delete from outbox`.execute(db);
    await done(writeMissingMessages(db));
  });

const missDeadlines = () =>
  command("the deadlines pass", async (_model, db) => {
    await sql`update jobs set deadline_at = now() - interval '1 s'
      where job_id = (select job_id from jobs where finished_at is null order by created_at limit 1)`.execute(
      db,
    );
    await done(failOverdueJobs(db));
  });

const anyN = fc.nat(11);
const COMMANDS = [
  fc.nat(DOMAINS - 1).map(submit),
  anyN.map(claim),
  anyN.map(claim),
  fc.tuple(anyN, fc.array(fc.nat(9), { minLength: 1, maxLength: 6 })).map(([n, p]) => write(n, p)),
  fc.tuple(anyN, fc.nat(4)).map(([n, files]) => finish(n, files)),
  fc.tuple(anyN, fc.nat(4)).map(([n, files]) => finish(n, files)),
  anyN.map(fail),
  anyN.map(handBack),
  anyN.map(cancel),
  fc.constant(fallSilent()),
  fc.constant(loseDoorbells()),
  fc.constant(loseMessages()),
  fc.constant(missDeadlines()),
];

describe("the pipeline", () => {
  it("keeps its promises whatever users, workers and the reconciler do in whatever order", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.commands(COMMANDS, { maxCommands: 60, size: "max" }),
        async (commands) => {
          await sql`truncate domains, jobs, tasks, outbox, sitemap_files, pages, job_events cascade`.execute(
            pipeline.db,
          );
          const model: Model = { claims: [], ended: new Map() };
          await fc.asyncModelRun(() => ({ model, real: pipeline.db }), commands);

          // No triggers were missed on the way, so the reconciler finds nothing left to move.
          expect(await moveStalledJobs(pipeline.db)).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });
});

function fileOf(task: ClaimedTask): FileClaim {
  if (!task.file) throw new Error("Cannot write for a task without a file");
  return { ...task, file: task.file };
}

const page = (n: number) => aPage(`https://pages.example.com/${n}`);
