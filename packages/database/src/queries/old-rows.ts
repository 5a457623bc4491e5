import { sql } from "kysely";
import type { Db } from "../database.ts";
import { fromNow } from "../from-now.ts";

const NO_UUID = "00000000-0000-0000-0000-000000000000";

interface OldRows {
  olderThanMs: number;
  limit: number;
}

/** A scan that ended long ago. */
export interface OldScan {
  job_id: string;
  /** As the database writes it. */
  finished_at: string;
  /** Whether a page that is listed now was seen last by one of its files: then it is to stay. */
  is_needed: boolean;
}

/**
 * Scans that ended longer ago than that, in the order of their ends, but for the latest of each domain. Canaries
 * are not among them.
 */
export async function listOldScans(
  db: Db,
  { olderThanMs, limit, after }: OldRows & { after: OldScan | undefined },
): Promise<OldScan[]> {
  // Asked of each by itself, as LIMIT makes it: the planner would go through all pages there are.
  const { rows } = await sql<OldScan>`
    with old as materialized (
      select job_id, finished_at from jobs j
      where finished_at < ${fromNow(-olderThanMs)} and source <> 'canary'
        and (finished_at, job_id) > (${after?.finished_at ?? "-infinity"}::timestamptz, ${after?.job_id ?? NO_UUID}::uuid)
        and not exists (select from domains d where d.latest_job_id = j.job_id)
      order by finished_at, job_id limit ${limit}
    )
    select job_id, finished_at::text, coalesce((
        select true from sitemap_files f
        where f.job_id = old.job_id and (
          exists (select from pages p where p.domain_id = f.domain_id and p.sitemap_file_id = f.id and p.removed_at is null)
          or exists (select from page_listings l where l.domain_id = f.domain_id and l.sitemap_file_id = f.id))
        limit 1), false) as is_needed
    from old order by finished_at, job_id`.execute(db);
  return rows;
}

/** Deletes a scan with its tasks, files, events and findings, but no page. The caller has the transaction. */
export async function deleteScan(db: Db, jobId: string): Promise<void> {
  const files = sql`select id from sitemap_files where job_id = ${jobId}`;
  await sql`select from jobs where job_id = ${jobId} for update`.execute(db);
  await sql`delete from tasks where job_id = ${jobId}`.execute(db);
  for (const end of ["parent_id", "child_id"])
    await sql`delete from sitemap_references where ${sql.ref(end)} in (${files})`.execute(db);
  await sql`delete from sitemap_files where job_id = ${jobId}`.execute(db);
  await sql`delete from jobs where job_id = ${jobId}`.execute(db);
}

/**
 * Pages that were removed longer ago than that, but for those that a scan is just writing: one that it lists
 * again is looked at anew when its lock is taken, and is old no more.
 *
 * @returns how many were deleted
 */
export async function deleteOldPages(db: Db, { olderThanMs, limit }: OldRows): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    with old as materialized (
      select domain_id, url_hash from pages where removed_at < ${fromNow(-olderThanMs)}
      limit ${limit} for update skip locked
    )
    delete from pages p using old where p.domain_id = old.domain_id and p.url_hash = old.url_hash`.execute(
    db,
  );
  return Number(numAffectedRows);
}

/** What was done with keys longer ago than that. @returns how many rows were deleted */
export function deleteOldAuditEvents(db: Db, rows: OldRows): Promise<number> {
  return deleteByAge(db, { table: "audit_events", since: "at" }, rows);
}

/** Processes that were last heard of longer ago than that. @returns how many were deleted */
export function deleteOldWorkers(db: Db, rows: OldRows): Promise<number> {
  return deleteByAge(db, { table: "workers", since: "last_seen_at" }, rows);
}

async function deleteByAge(
  db: Db,
  { table, since }: { table: string; since: string },
  { olderThanMs, limit }: OldRows,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from ${sql.table(table)} where id in (
      select id from ${sql.table(table)} where ${sql.ref(since)} < ${fromNow(-olderThanMs)} limit ${limit})`.execute(
    db,
  );
  return Number(numAffectedRows);
}
