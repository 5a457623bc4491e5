import { sql, type Selectable } from "kysely";
import type { Db } from "../database.ts";
import { fromNow } from "../from-now.ts";
import type { Jobs } from "../schema/generated.ts";

export type JobRow = Selectable<Jobs>;

export interface NewJob {
  jobId: string;
  domainId: string;
  source: JobRow["source"];
  createdBy: string | null;
  /** Absent: no key asked for it. */
  createdByKey?: string | null | undefined;
  maxPages: number;
  taskWindow: number;
  deadlineMs: number;
  /** What the scan was asked to do besides: read by the discover task. */
  params: {
    scheme?: "http" | "https";
    path?: string;
    sitemap_urls?: readonly string[];
    page_hosts?: string;
  };
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
      created_by_key: job.createdByKey ?? null,
      max_pages: job.maxPages,
      task_window: job.taskWindow,
      params: JSON.stringify(job.params),
      deadline_at: fromNow(job.deadlineMs),
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
 * How many live jobs a key has asked for. Whoever asks next with the same key waits until the transaction
 * ends, so that the number cannot be exceeded together.
 */
export async function countLiveJobsOfKey(db: Db, keyId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${keyId}, 4713002))`.execute(db);
  const { count } = await db
    .selectFrom("jobs")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where("created_by_key", "=", keyId)
    .where("status", "in", ["pending", "running"])
    .executeTakeFirstOrThrow();
  return Number(count);
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

/** What a search for sitemaps learned; a further one of the same job adds to it. */
export interface SearchResult {
  /** The origin that answered, or null. */
  origin: string | null;
  crawlDelayMs: number | null;
  /** What was tried and what came back, for `explain`. */
  tried: readonly object[];
  /** Where it goes on if nothing found so far reads as a sitemap, or null. */
  next: object | null;
  /** Every request was answered for good, so what was not found is not there. */
  complete: boolean;
}

/** A site that answers from elsewhere than at its last scan gets one scan before its old files count. */
export async function recordSearch(db: Db, jobId: string, search: SearchResult): Promise<void> {
  const next = search.next && JSON.stringify(search.next);
  await sql`
    update jobs set
      site_origin = coalesce(${search.origin}, site_origin),
      crawl_delay_ms = coalesce(${search.crawlDelayMs}, crawl_delay_ms),
      search_complete = ${search.complete} and (search_complete or not result_data ? 'discovery')
        and coalesce(${search.origin} = (
          select last.site_origin from jobs last
          where last.domain_id = jobs.domain_id and last.job_id <> jobs.job_id and last.site_origin is not null
          order by last.created_at desc limit 1), true),
      search_next = ${next}::jsonb,
      result_data = result_data || jsonb_build_object('discovery',
        coalesce(result_data -> 'discovery', '[]') || ${JSON.stringify(search.tried)}::jsonb)
    where job_id = ${jobId}`.execute(db);
}

/** Notes that a limit kept the scan from taking all there is. */
export async function recordLimitHit(db: Db, jobId: string, limit: string): Promise<void> {
  await sql`
    update jobs set limits_hit = limits_hit || ${limit}::text
    where job_id = ${jobId} and not ${limit} = any (limits_hit)`.execute(db);
}

/** Adds pages to the counters of a job and of the file that lists them. */
export async function addPageCounts(
  db: Db,
  jobId: string,
  fileId: string,
  counts: { counted: number; added: number; changed: number },
): Promise<void> {
  await sql`
    with job as (
      update jobs set pages_found = pages_found + ${counts.counted}, pages_new = pages_new + ${counts.added},
        pages_changed = pages_changed + ${counts.changed}
      where job_id = ${jobId})
    update sitemap_files set pages_found = pages_found + ${counts.counted} where id = ${fileId}`.execute(
    db,
  );
}

/** Corrects and completes what a job says of its pages, once all its files are done. */
export async function settlePageCounts(
  db: Db,
  jobId: string,
  counts: { changedBy: number; removed: number },
): Promise<void> {
  await sql`
    update jobs set pages_changed = pages_changed + ${counts.changedBy}, pages_removed = ${counts.removed}
    where job_id = ${jobId}`.execute(db);
}
