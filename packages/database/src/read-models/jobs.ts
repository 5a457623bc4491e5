import { sql, type Selectable } from "kysely";
import type { Db } from "../database.ts";
import type { Jobs } from "../schema/generated.ts";

type JobColumns = Omit<
  Selectable<Jobs>,
  | "job_type"
  | "params"
  | "created_by_key"
  | "result_data"
  | "crawl_delay_ms"
  | "site_origin"
  | "search_next"
  | "search_complete"
>;

/** A job as it is shown: with the name of its domain, and its place in the order of listings. */
export interface JobView extends JobColumns {
  domain: string;
  /** `created_at` in microseconds since 1970; a `Date` would round it to milliseconds. */
  created_at_us: string;
}

/** Where a listing goes on: after the row with these two. */
export interface JobPosition {
  createdAtUs: string;
  jobId: string;
}

export interface JobFilter {
  status?: JobView["status"] | undefined;
  /** Absent: all but the canary's. */
  source?: JobView["source"] | undefined;
  /** The canonical name of the domain. */
  domain?: string | undefined;
  /** Only jobs created longer ago than this, in seconds. */
  olderThanSeconds?: number | undefined;
  after?: JobPosition | undefined;
  limit: number;
}

export function findJobView(db: Db, jobId: string): Promise<JobView | undefined> {
  return selectJobs(db).where("jobs.job_id", "=", jobId).executeTakeFirst();
}

export function listJobViewsById(db: Db, jobIds: readonly string[]): Promise<JobView[]> {
  return selectJobs(db)
    .where("jobs.job_id", "=", sql<string>`any(${jobIds}::uuid[])`)
    .execute();
}

/** The job of a domain that ended last. */
export function findLastEndedJobView(db: Db, domainId: string): Promise<JobView | undefined> {
  return selectJobs(db)
    .where("jobs.domain_id", "=", domainId)
    .where("jobs.finished_at", "is not", null)
    .orderBy("jobs.created_at", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** The job that came across a sitemap file, if it is of the domain. */
export function findJobViewOfFile(
  db: Db,
  domainId: string,
  fileId: string,
): Promise<JobView | undefined> {
  return selectJobs(db)
    .where("jobs.domain_id", "=", domainId)
    .where("jobs.job_id", "=", (eb) =>
      eb
        .selectFrom("sitemap_files")
        .select("sitemap_files.job_id")
        .where("sitemap_files.id", "=", fileId),
    )
    .executeTakeFirst();
}

/** Of these jobs, those that are of the domain. */
export async function listJobsOfDomain(
  db: Db,
  domainId: string,
  jobIds: string[],
): Promise<string[]> {
  const jobs = await db
    .selectFrom("jobs")
    .select("job_id")
    .where("domain_id", "=", domainId)
    .where("job_id", "=", sql<string>`any(${jobIds}::uuid[])`)
    .execute();
  return jobs.map((job) => job.job_id);
}

/** Newest first. */
export function listJobViews(db: Db, filter: JobFilter): Promise<JobView[]> {
  const { status, source, domain, olderThanSeconds, after } = filter;
  let query = selectJobs(db).where("jobs.source", source ? "=" : "<>", source ?? "canary");
  if (status) query = query.where("jobs.status", "=", status);
  if (domain !== undefined) query = query.where("domains.domain", "=", domain);
  if (olderThanSeconds !== undefined) {
    query = query.where(
      "jobs.created_at",
      "<",
      sql<Date>`now() - make_interval(secs => ${olderThanSeconds})`,
    );
  }
  if (after) {
    query = query.where(
      sql<boolean>`(jobs.created_at, jobs.job_id) < (timestamptz 'epoch' + ${after.createdAtUs}::bigint * interval '1 microsecond', ${after.jobId}::uuid)`,
    );
  }
  return query
    .orderBy("jobs.created_at", "desc")
    .orderBy("jobs.job_id", "desc")
    .limit(filter.limit)
    .execute();
}

/** What the search for sitemaps tried, as the worker noted it; null when it has not searched. */
export async function findDiscovery(db: Db, jobId: string): Promise<unknown> {
  const job = await db
    .selectFrom("jobs")
    .select(sql`result_data -> 'discovery'`.as("discovery"))
    .where("job_id", "=", jobId)
    .executeTakeFirst();
  return job?.discovery ?? null;
}

/** Which of these jobs are live no more: ended, or not there at all. */
export async function listJobsNotLive(db: Db, jobIds: string[]): Promise<string[]> {
  const live = await db
    .selectFrom("jobs")
    .select("job_id")
    .where("job_id", "=", sql<string>`any(${jobIds}::uuid[])`)
    .where("status", "in", ["pending", "running"])
    .execute();
  const liveIds = new Set(live.map((row) => row.job_id));
  return jobIds.filter((id) => !liveIds.has(id));
}

function selectJobs(db: Db) {
  return db
    .selectFrom("jobs")
    .innerJoin("domains", "domains.id", "jobs.domain_id")
    .select([
      "jobs.job_id",
      "jobs.status",
      "jobs.status_reason",
      "jobs.domain_id",
      "jobs.created_by",
      "jobs.source",
      "jobs.max_pages",
      "jobs.task_window",
      "jobs.error",
      "jobs.sitemaps_found",
      "jobs.sitemaps_read",
      "jobs.sitemaps_failed",
      "jobs.pages_found",
      "jobs.pages_new",
      "jobs.pages_changed",
      "jobs.pages_removed",
      "jobs.limits_hit",
      "jobs.deadline_at",
      "jobs.created_at",
      "jobs.started_at",
      "jobs.finished_at",
      "jobs.updated_at",
      "domains.domain",
      sql<string>`(extract(epoch from jobs.created_at) * 1000000)::bigint::text`.as(
        "created_at_us",
      ),
    ]);
}
