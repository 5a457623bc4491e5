import { sql } from "kysely";
import type { Db } from "../database.ts";

/** What was found in the files of a job: one fault, and one reason of it. */
export interface AuditFindingView {
  code: string;
  /** Empty where there is none. */
  reason: string;
  amount: number;
  files: number;
  /** Five at least, if there are as many. */
  examples: { file_url: string; url: string | null; detail: string | null }[];
}

/** All findings of a job but for the files that failed, in no order. */
export async function listAuditFindings(db: Db, jobId: string): Promise<AuditFindingView[]> {
  const { rows } = await sql<AuditFindingView>`
    select code, reason, amount::float8 as amount, files, examples from audit_findings
    where job_id = ${jobId}`.execute(db);
  return rows;
}

/** The files of a job that failed, by outcome, each with its first examples. */
export async function listFailuresByOutcome(
  db: Db,
  jobId: string,
  examples: number,
): Promise<AuditFindingView[]> {
  const { rows } = await sql<AuditFindingView>`
    select 'child_failed' as code, outcome as reason, amount::float8 as amount, amount::int as files, (
      select jsonb_agg(jsonb_build_object('file_url', e.url, 'url', null, 'detail', e.outcome_detail))
      from (select url, outcome_detail from sitemap_files f
            where f.job_id = ${jobId} and f.status = 'failed' and f.outcome = failed.outcome
            order by f.id limit ${examples}) e) as examples
    from (select outcome, count(*) as amount from sitemap_files
          where job_id = ${jobId} and status = 'failed' group by outcome) failed`.execute(db);
  return rows;
}
