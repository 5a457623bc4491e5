import { sql, type Selectable } from "kysely";
import type { Db } from "../database.ts";
import type { Jobs } from "../schema/generated.ts";

export type JobRow = Selectable<Jobs>;

export interface NewJob {
  jobId: string;
  domainId: string;
  source: JobRow["source"];
  createdBy: string | null;
  maxPages: number;
  taskWindow: number;
  deadlineMs: number;
  /** What the scan was asked to do besides: read by the discover task. */
  params: { scheme?: "http" | "https"; sitemap_urls?: readonly string[] };
}

/** Adds a pending job. Returns `undefined` when the domain has a live one already. */
export function insertJob(db: Db, job: NewJob): Promise<{ job_id: string } | undefined> {
  return db
    .insertInto("jobs")
    .values({
      job_id: job.jobId,
      domain_id: job.domainId,
      source: job.source,
      created_by: job.createdBy,
      max_pages: job.maxPages,
      task_window: job.taskWindow,
      params: JSON.stringify(job.params),
      deadline_at: sql<Date>`now() + ${job.deadlineMs} * interval '1 millisecond'`,
    })
    .onConflict((oc) =>
      oc.column("domain_id").where("status", "in", ["pending", "running"]).doNothing(),
    )
    .returning("job_id")
    .executeTakeFirst();
}

export function findJob(db: Db, jobId: string): Promise<JobRow | undefined> {
  return db.selectFrom("jobs").selectAll().where("job_id", "=", jobId).executeTakeFirst();
}

export function findLiveJob(db: Db, domainId: string): Promise<JobRow | undefined> {
  return db
    .selectFrom("jobs")
    .selectAll()
    .where("domain_id", "=", domainId)
    .where("status", "in", ["pending", "running"])
    .executeTakeFirst();
}

/**
 * Locks the row of a job until the transaction ends. Whoever writes to a job's tasks, files or pages
 * takes this lock first, so that no two transactions can wait for each other.
 */
export function lockJob(db: Db, jobId: string): Promise<JobRow | undefined> {
  return db
    .selectFrom("jobs")
    .selectAll()
    .where("job_id", "=", jobId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** The database refuses what is not legal, so a status is set and nothing checked here. */
export async function markJob(
  db: Db,
  jobId: string,
  change: { status: JobRow["status"]; reason?: string; error?: { code: string; message: string } },
): Promise<void> {
  await db
    .updateTable("jobs")
    .set({
      status: change.status,
      status_reason: change.reason ?? null,
      ...(change.error && { error: JSON.stringify(change.error) }),
    })
    .where("job_id", "=", jobId)
    .execute();
}

/** Live jobs past their deadline, longest past first. */
export function listOverdueJobs(db: Db, limit: number): Promise<{ job_id: string }[]> {
  return db
    .selectFrom("jobs")
    .select("job_id")
    .where("status", "in", ["pending", "running"])
    .where("deadline_at", "<", sql<Date>`now()`)
    .orderBy("deadline_at")
    .limit(limit)
    .execute();
}

/** What discovery learned: kept with the job for `explain`. */
export async function recordDiscovery(
  db: Db,
  jobId: string,
  discovery: { crawlDelayMs: number | null; tried: readonly object[] },
): Promise<void> {
  await db
    .updateTable("jobs")
    .set({
      crawl_delay_ms: discovery.crawlDelayMs,
      result_data: sql`result_data || ${JSON.stringify({ discovery: discovery.tried })}::jsonb`,
    })
    .where("job_id", "=", jobId)
    .execute();
}

/** Adds pages to the counters of a job and of the file that lists them. */
export async function addPageCounts(
  db: Db,
  jobId: string,
  fileId: string,
  counts: { counted: number; added: number },
): Promise<void> {
  await sql`
    with job as (
      update jobs set pages_found = pages_found + ${counts.counted}, pages_new = pages_new + ${counts.added}
      where job_id = ${jobId})
    update sitemap_files set pages_found = pages_found + ${counts.counted} where id = ${fileId}`.execute(
    db,
  );
}
