import { sql } from "kysely";
import type { Db } from "../database.ts";

/** A fault that was found in one file. */
export interface FileFinding {
  code: string;
  /** Tells findings of one code apart; empty where nothing does. */
  reason: string;
  /** Entries, or 1 where the file itself is meant. */
  amount: number;
  examples: readonly { url: string | null; detail: string | null }[];
}

/** Examples that a job keeps of one finding. */
const EXAMPLES = 5;

/** What was found in a file when it was read to its end the last time. */
export async function listFileFindings(db: Db, fileId: string): Promise<FileFinding[]> {
  const { rows } = await sql<FileFinding>`
    select f.* from file_audits a, jsonb_to_recordset(a.findings) f (code text, reason text, amount float8, examples jsonb)
    where a.sitemap_file_id = ${fileId}`.execute(db);
  return rows;
}

/** Keeps what was found in a file, and adds it to what is known of its job. To be called once a file. */
export async function recordFileFindings(
  db: Db,
  file: { id: string; jobId: string },
  findings: readonly FileFinding[],
): Promise<void> {
  if (findings.length === 0) return;
  const json = JSON.stringify(findings);
  await sql`
    with file as (
      insert into file_audits (sitemap_file_id, findings) values (${file.id}, ${json}::jsonb)
    )
    insert into audit_findings as a (job_id, code, reason, amount, files, examples)
    select ${file.jobId}::uuid, code, reason, amount, 1, coalesce((
        select jsonb_agg(e || jsonb_build_object('file_url', f.url) order by n)
        from jsonb_array_elements(examples) with ordinality x (e, n), sitemap_files f
        where f.id = ${file.id} and n <= ${EXAMPLES}), '[]')
    from jsonb_to_recordset(${json}::jsonb) found (code text, reason text, amount bigint, examples jsonb)
    on conflict on constraint audit_findings_pkey do update set
      amount = a.amount + excluded.amount, files = a.files + 1,
      examples = case when jsonb_array_length(a.examples) >= ${EXAMPLES} then a.examples else coalesce((
        select jsonb_agg(e order by n)
        from jsonb_array_elements(a.examples || excluded.examples) with ordinality x (e, n)
        where n <= ${EXAMPLES}), '[]') end`.execute(db);
}

/**
 * Notes the pages that several files of a job list: only its end can tell. To be called when listings are
 * settled, in the transaction that ends the job.
 */
export async function recordSharedPages(
  db: Db,
  { jobId, domainId }: { jobId: string; domainId: string },
): Promise<void> {
  await sql`
    with file as materialized (
      select id from (select distinct sitemap_file_id as id from page_listings where domain_id = ${domainId}) l
      where exists (select from sitemap_files f where f.id = l.id and f.job_id = ${jobId})
    ), listing as materialized (
      select l.url_hash, l.sitemap_file_id from page_listings l join file on file.id = l.sitemap_file_id
      where l.domain_id = ${domainId}
    ), shared as materialized (
      select url_hash, count(*) as files, min(sitemap_file_id) as first_id from listing
      group by url_hash having count(*) > 1
    ), example as (
      select * from shared order by url_hash limit ${EXAMPLES}
    )
    insert into audit_findings (job_id, code, amount, files, examples)
    select ${jobId}, 'page_in_several_files', count(*),
      (select count(distinct sitemap_file_id) from listing join shared using (url_hash)),
      (select jsonb_agg(jsonb_build_object('file_url', f.url, 'url', p.url, 'detail', 'in ' || e.files || ' files'))
       from example e join sitemap_files f on f.id = e.first_id
         join pages p on p.domain_id = ${domainId} and p.url_hash = e.url_hash)
    from shared having count(*) > 0`.execute(db);
}
