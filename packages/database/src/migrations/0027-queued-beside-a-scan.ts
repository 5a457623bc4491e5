import type { Kysely } from "kysely";
import { replaceInFunction } from "./replace-in-function.ts";

const ANY_DOMAIN = "latest_job_id = new.job_id)";
const NOT_QUEUED = "latest_job_id = new.job_id and sitemap_analysis_status <> 'queued')";

/**
 * A domain that is queued while a scan of it is live stays so when that scan ends before the intake has come to
 * it: its end overwrote the status, and the scan that was asked for never came.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await replaceInFunction(db, "jobs_after_change", ANY_DOMAIN, NOT_QUEUED);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await replaceInFunction(db, "jobs_after_change", NOT_QUEUED, ANY_DOMAIN);
}
