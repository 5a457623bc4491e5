import { sql } from "kysely";
import type { Db, Tx } from "../database.ts";

/** Pending tasks that were due longer ago than `startByMs` and were never started, longest due first. */
export async function listNeverStartedTasks(
  db: Db,
  query: { startByMs: number; limit: number },
): Promise<{ id: string; job_id: string; generation: number }[]> {
  return db
    .selectFrom("tasks")
    .select(["id", "job_id", "generation"])
    .where("status", "=", "pending")
    .where(
      "available_at",
      "<",
      sql<Date>`now() - ${query.startByMs}::float8 * interval '1 millisecond'`,
    )
    .orderBy("available_at")
    .limit(query.limit)
    .execute();
}

/** Writes the messages that pending tasks should have, but for locked ones. @returns the ids of those tasks */
export async function insertMissingMessages(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ task_id: string }>`
    insert into outbox (task_id, generation, available_at)
    select t.id, t.generation, t.available_at from tasks t
    where t.status = 'pending' and not exists (
      select from outbox o where o.task_id = t.id and o.generation = t.generation)
    order by t.available_at limit ${limit} for key share of t skip locked
    on conflict on constraint outbox_task_id_generation_key do nothing
    returning task_id`.execute(db);
  return rows.map((row) => row.task_id);
}

/** Which live jobs to look at: all of them, or one. */
export interface LiveJobs {
  jobId?: string;
  limit: number;
}

/** Live jobs that have no task at all. */
export async function listJobsWithoutTask(db: Db, jobs: LiveJobs): Promise<string[]> {
  const { rows } = await sql<{ job_id: string }>`
    select job_id from jobs j
    where status in ('pending', 'running') and (${jobs.jobId ?? null}::uuid is null or job_id = ${jobs.jobId ?? null})
      and not exists (select from tasks t where t.job_id = j.job_id)
    order by created_at limit ${jobs.limit}`.execute(db);
  return rows.map((row) => row.job_id);
}

/** Writes what the insert of a job should have: the facts that are read from its result. */
export async function completeJobFacts(db: Db, jobId: string): Promise<void> {
  await sql`
    update jobs j set result_data = result_data || jsonb_build_object(
      'domain', (select domain from domains where id = j.domain_id), 'max_pages', j.max_pages)
    where job_id = ${jobId}`.execute(db);
}

/** Live jobs for which something is to be done and nothing is under way, oldest first. */
export async function listStalledJobs(db: Db, jobs: LiveJobs): Promise<string[]> {
  const { rows } = await sql<{ job_id: string }>`
    select j.job_id from jobs j
    cross join lateral (
      select count(*) as open, count(*) filter (where t.status = 'held') as held
      from tasks t where t.job_id = j.job_id and t.status in ('held', 'pending', 'running')) t
    where j.status in ('pending', 'running')
      and (${jobs.jobId ?? null}::uuid is null or j.job_id = ${jobs.jobId ?? null})
      and exists (select from tasks any_task where any_task.job_id = j.job_id)
      and (t.open = 0
        or t.held > 0 and t.open - t.held < case when j.crawl_delay_ms is null then j.task_window else 1 end)
    order by j.created_at limit ${jobs.limit}`.execute(db);
  return rows.map((row) => row.job_id);
}

/** Domains whose status says something else than their latest job, longest unchanged first. Reads them all. */
export async function listStrayDomains(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select d.id from domains d left join jobs j on j.job_id = d.latest_job_id
    where ${isStray} order by d.updated_at limit ${limit}`.execute(db);
  return rows.map((row) => row.id);
}

const isStray = sql`(d.sitemap_analysis_status not in ('new', 'queued')
  and d.sitemap_analysis_status is distinct from domain_status_of(j.status))`;

/**
 * Lets a domain follow its latest job again. One that claims to have been submitted and has no job is
 * queued, so that it gets one.
 *
 * @returns its status; `undefined` when it does not stray
 */
export async function realignDomain(tx: Tx, id: string): Promise<string | undefined> {
  // A statement of its own: what the next one sees of its job is newer than what was waited for.
  await sql`select from domains where id = ${id} for no key update`.execute(tx);
  const { rows } = await sql<{ status: string }>`
    with stray as (
      select d.id, coalesce(domain_status_of(j.status), 'queued') as status,
             case j.status when 'failed' then coalesce(j.error ->> 'message', j.error ->> 'code')
                           when 'cancelled' then 'cancelled' end as error
      from domains d left join jobs j on j.job_id = d.latest_job_id
      where d.id = ${id} and ${isStray}
    )
    update domains d set sitemap_analysis_status = stray.status, sitemap_analysis_error = stray.error
    from stray where d.id = stray.id
    returning d.sitemap_analysis_status as status`.execute(tx);
  return rows[0]?.status;
}
