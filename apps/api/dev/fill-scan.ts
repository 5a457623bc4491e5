import type { Db } from "@sitemap-scanner/database";
import { sql } from "kysely";

export interface FilledScan {
  jobId: string;
  domain: string;
}

/** A complete scan whose one file lists so many pages. Every thousandth has changed. */
export async function fillScan(
  db: Db,
  { domain, pages }: { domain: string; pages: number },
): Promise<FilledScan> {
  const jobId = await insertScan(db, domain, pages);
  await sql`
    insert into pages (domain_id, url, url_hash, sitemap_file_id, lastmod, lastmod_raw, changefreq, priority,
                       first_seen_job_id, last_seen_job_id, changed_job_id)
    select f.domain_id, p.url, substr(sha256(p.url::bytea), 1, 16), f.id,
      timestamptz '2024-01-01' + p.n * interval '1 second', '2024-01-01', 'weekly', 0.5,
      f.job_id, f.job_id, case when p.n % 1000 = 0 then f.job_id end
    from sitemap_files f, (
      select n, 'https://' || ${domain}::text || '/catalogue/' || n % 97 || '/a-product-with-a-name-' || n as url
      from generate_series(1, ${pages}::integer) n) p
    where f.job_id = ${jobId}`.execute(db);
  await sql`update tasks set status = 'complete' where job_id = ${jobId}`.execute(db);
  await sql`update jobs set status = 'complete', pages_found = ${pages}, pages_new = ${pages}
    where job_id = ${jobId}`.execute(db);
  await sql`vacuum analyze pages`.execute(db);
  return { jobId, domain };
}

async function insertScan(db: Db, domain: string, pages: number): Promise<string> {
  const { rows } = await sql<{ job_id: string }>`
    with d as (insert into domains (domain) values (${domain}) returning id)
    insert into jobs (domain_id, max_pages) select id, ${pages}::integer from d returning job_id`.execute(
    db,
  );
  const jobId = rows[0]?.job_id ?? "";
  await sql`update jobs set status = 'running' where job_id = ${jobId}`.execute(db);
  await sql`
    update tasks set status = 'running', lease = 1, lease_until = now() + interval '1 hour'
    where job_id = ${jobId}`.execute(db);
  await sql`
    insert into sitemap_files (domain_id, job_id, url, url_hash, discovered_via)
    select domain_id, job_id, 'https://' || ${domain}::text || '/sitemap.xml', decode(md5(${domain}), 'hex'), 'robots'
    from jobs where job_id = ${jobId}`.execute(db);
  await sql`
    update sitemap_files set outcome = 'ok', kind = 'urlset', entries = ${pages}, pages_found = ${pages},
      read_completely = true, finished_at = now()
    where job_id = ${jobId}`.execute(db);
  return jobId;
}
