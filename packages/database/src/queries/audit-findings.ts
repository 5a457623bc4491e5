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

/**
 * Keeps what was found in a file, and adds it to what is known of its job. To be called once a file, by who
 * holds the job's lock.
 */
export async function recordFileFindings(
  db: Db,
  file: { id: string; jobId: string; url: string },
  findings: readonly FileFinding[],
): Promise<void> {
  if (findings.length === 0) return;
  // Written for each file of a scan: planning is most of what a statement like this costs, so it has no
  // query within. It leaves a few examples too many, which reading cuts off.
  const examples = findings.map((finding) =>
    JSON.stringify(finding.examples.map((example) => ({ file_url: file.url, ...example }))),
  );
  await sql`
    with file as (
      insert into file_audits (sitemap_file_id, findings) values (${file.id}, ${JSON.stringify(findings)}::jsonb)
    )
    insert into audit_findings as a (job_id, code, reason, amount, files, examples)
    select ${file.jobId}::uuid, code, reason, amount, 1, examples
    from unnest(${findings.map(({ code }) => code)}::text[], ${findings.map(({ reason }) => reason)}::text[],
                ${findings.map(({ amount }) => amount)}::bigint[], ${examples}::jsonb[]) f (code, reason, amount, examples)
    on conflict on constraint audit_findings_pkey do update set
      amount = a.amount + excluded.amount, files = a.files + 1,
      examples = case when jsonb_array_length(a.examples) >= ${EXAMPLES} then a.examples
                      else a.examples || excluded.examples end`.execute(db);
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
    ), shared as materialized (
      select url_hash, array_agg(sitemap_file_id) as file_ids from page_listings l join file on file.id = l.sitemap_file_id
      where l.domain_id = ${domainId} group by url_hash having count(*) > 1
    ), example as (
      select * from shared order by url_hash limit ${EXAMPLES}
    )
    insert into audit_findings (job_id, code, amount, files, examples)
    select ${jobId}, 'page_in_several_files', count(*),
      (select count(*) from (select distinct unnest(file_ids) from shared) f),
      (select jsonb_agg(jsonb_build_object('file_url', f.url, 'url', p.url, 'detail', 'in ' || cardinality(e.file_ids) || ' files'))
       from example e
         join sitemap_files f on f.id = (select min(id) from unnest(e.file_ids) id)
         join pages p on p.domain_id = ${domainId} and p.url_hash = e.url_hash)
    from shared having count(*) > 0`.execute(db);
}
