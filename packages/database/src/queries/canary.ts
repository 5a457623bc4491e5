import { sql } from "kysely";
import type { Db } from "../database.ts";
import { deleteScan } from "./old-rows.ts";

/** The id of the domain that stands for the canary; one that a user has scanned stays the user's. */
export async function upsertCanaryDomain(db: Db, domain: string): Promise<string> {
  await db
    .insertInto("domains")
    .values({ domain, is_canary: true })
    .onConflict((oc) => oc.column("domain").doNothing())
    .execute();
  const { id } = await db
    .selectFrom("domains")
    .select("id")
    .where("domain", "=", domain)
    .executeTakeFirstOrThrow();
  return id;
}

export async function hasLiveCanary(db: Db): Promise<boolean> {
  const live = await db
    .selectFrom("jobs")
    .select("job_id")
    .where("source", "=", "canary")
    .where("status", "in", ["pending", "running"])
    .executeTakeFirst();
  return live !== undefined;
}

/** Notes in `loops` when the last complete canary ended, and how long it took. */
export async function noteCanarySuccess(db: Db): Promise<void> {
  await sql`
    insert into loops (name, succeeded_at, detail)
    select 'canary', finished_at, jsonb_build_object('job_id', job_id,
             'latency_seconds', extract(epoch from finished_at - created_at))
    from jobs where source = 'canary' and status = 'complete' order by finished_at desc limit 1
    on conflict (name) do update set succeeded_at = excluded.succeeded_at, detail = excluded.detail
    where loops.succeeded_at is distinct from excluded.succeeded_at`.execute(db);
}

/** Canaries that ended longer ago than that, oldest first; never the last complete one. */
export async function listOldCanaries(
  db: Db,
  { olderThanMs, limit }: { olderThanMs: number; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ job_id: string }>`
    select job_id from jobs
    where source = 'canary' and finished_at < now() - ${olderThanMs}::float8 * interval '1 millisecond'
      and job_id is distinct from (
        select job_id from jobs where source = 'canary' and status = 'complete'
        order by finished_at desc limit 1)
    order by created_at limit ${limit}`.execute(db);
  return rows.map((row) => row.job_id);
}

/**
 * Deletes a canary that has ended, with all that refers to it; its history goes with the job, and its
 * domain stays. The caller has the transaction.
 */
export async function deleteCanary(db: Db, jobId: string): Promise<void> {
  const files = sql`select id from sitemap_files where job_id = ${jobId}`;
  const domain = sql`select domain_id from jobs where job_id = ${jobId}`;
  const { rows } = await sql`
    select from jobs where job_id = ${jobId} and source = 'canary' for update`.execute(db);
  if (rows.length === 0) return;
  for (const table of ["page_listings", "pages"]) {
    await sql`
      delete from ${sql.table(table)}
      where domain_id = (${domain}) and sitemap_file_id in (${files})`.execute(db);
  }
  await sql`
    update domains set latest_job_id = null, sitemap_analysis_status = 'new', sitemap_analysis_error = null
    where latest_job_id = ${jobId}`.execute(db);
  await deleteScan(db, jobId);
}
