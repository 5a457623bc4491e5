import { sql, type Kysely } from "kysely";

const ANY_DOMAIN = "latest_job_id = new.job_id)";
const NOT_QUEUED = "latest_job_id = new.job_id and sitemap_analysis_status <> 'queued')";

/**
 * A domain that is queued while a scan of it is live stays so when that scan ends before the intake has come to
 * it: its end overwrote the status, and the scan that was asked for never came.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await replaceInFunction(db, ANY_DOMAIN, NOT_QUEUED);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await replaceInFunction(db, NOT_QUEUED, ANY_DOMAIN);
}

/** The rest of the function stays as it is, whatever that is. */
async function replaceInFunction(
  db: Kysely<unknown>,
  before: string,
  after: string,
): Promise<void> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef('jobs_after_change'::regproc) as definition`.execute(db);
  const parts = (rows[0]?.definition ?? "").split(before);
  if (parts.length !== 2) throw new Error("Cannot change jobs_after_change: it is another one");
  await sql.raw(parts.join(after)).execute(db);
}
