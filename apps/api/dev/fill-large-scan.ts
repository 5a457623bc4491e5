import type { Db } from "@sitemap-scanner/database";
import { sql, type RawBuilder } from "kysely";

export interface LargeScan {
  jobId: string;
  domain: string;
}

export interface LargeScanSize {
  pages: number;
  /** An index of indexes of files, which are told apart by how they went. */
  files: number;
  /** Scans of other domains, spread over a week. */
  jobs: number;
}

const DOMAIN = "large.example.com";
/** Files that one index lists. */
const CHILDREN = 223;
/** Scans of a domain among the others. */
const SCANS_OF_ONE = 20;
/** Scans that the large domain has had before. */
const HISTORY = 300;

/**
 * A finished scan with all that belongs to it, as it would be found in a database that has long been in use.
 * Written past the triggers, so that it takes a minute: the rows are those that they would have left.
 */
export async function fillLargeScan(db: Db, size: LargeScanSize): Promise<LargeScan> {
  return db.connection().execute(async (session) => {
    await sql`set session_replication_role = replica`.execute(session);
    await fillJobs(session, size);
    await fillFiles(session, size);
    await sql`analyze`.execute(session);
    await fillPages(session, size);
    await fillAudit(session);
    await sql`set session_replication_role = origin`.execute(session);
    await sql`vacuum analyze`.execute(session);
    const { rows } = await sql<{ jobId: string }>`select ${LARGE_JOB} as "jobId"`.execute(session);
    return { jobId: rows[0]?.jobId ?? "", domain: DOMAIN };
  });
}

const LARGE_DOMAIN = sql`(select id from domains where domain = ${DOMAIN})`;
const LARGE_JOB = sql`(select latest_job_id from domains where domain = ${DOMAIN})`;

async function fillJobs(db: Db, { pages, files, jobs }: LargeScanSize): Promise<void> {
  const domains = Math.ceil(jobs / SCANS_OF_ONE);
  await sql`
    insert into domains (domain, created_at)
    select 'site-' || n || '.example.com', now() - n * interval '1 minute' from generate_series(1, ${domains}::int) n
    union all select ${DOMAIN}, now()`.execute(db);
  const week = sql`interval '7 days'`;
  await insertJobs(
    db,
    sql`select d.id as domain_id, now() - ${week} * n / ${jobs}::int as ended, n,
          case when n % 20 = 0 then 'cancelled' when n % 10 = 3 then 'failed' else 'complete' end as status,
          n % 977 as pages_found, 3 as files
        from generate_series(1, ${jobs}::int) n join domains d on d.domain = 'site-' || 1 + n % ${domains}::int || '.example.com'`,
  );
  await insertJobs(
    db,
    sql`select ${LARGE_DOMAIN} as domain_id, now() - n * interval '6 hours' as ended, n, 'complete' as status,
          ${pages}::int - n * 1000 % ${pages}::int as pages_found, ${files}::int as files
        from generate_series(0, ${HISTORY}::int) n`,
  );
  await sql`
    update domains d set latest_job_id = j.job_id, sitemap_analysis_status = domain_status_of(j.status)
    from (select distinct on (domain_id) domain_id, job_id, status from jobs order by domain_id, created_at desc) j
    where j.domain_id = d.id`.execute(db);
  await sql`
    insert into job_events (job_id, from_status, to_status, reason, actor, at)
    select job_id, e.from_status, case e.to_status when 'end' then status else e.to_status end, e.reason, 'filler', at
    from jobs, lateral (values (null, 'pending', null, created_at), ('pending', 'running', null, started_at),
      ('running', 'end', 'all_tasks_ended', finished_at)) e (from_status, to_status, reason, at)
    order by at`.execute(db);
}

/** @param scans with domain_id, ended, n, status, pages_found and files */
async function insertJobs(db: Db, scans: RawBuilder<unknown>): Promise<void> {
  await sql`
    insert into jobs (domain_id, status, error, source, max_pages, created_at, started_at, finished_at, sitemaps_found,
                      sitemaps_read, pages_found, pages_new, pages_changed, pages_removed)
    select domain_id, status, case status when 'failed' then '{"code":"no_sitemap_found","message":"None"}'::jsonb end,
      'api', 2000000, ended - interval '20 seconds', ended - interval '19 seconds', ended, files, files,
      pages_found, pages_found / 10, n % 50, n % 20
    from (${scans}) scan`.execute(db);
}

async function fillFiles(db: Db, { files }: LargeScanSize): Promise<void> {
  const indexes = Math.floor((files - 1) / (CHILDREN + 1)) + 1;
  const insert = (of: RawBuilder<unknown>) =>
    sql`
      insert into sitemap_files (domain_id, job_id, parent_id, depth, url, url_hash, discovered_via, kind, outcome, http_status,
        content_type, encoding, compressed_bytes, bytes, entries, pages_found, read_completely, duration_ms, finished_at)
      select ${LARGE_DOMAIN}, ${LARGE_JOB}, parent_id, depth, url, substr(sha256(url::bytea), 1, 16), via, kind, outcome,
        case outcome when 'not_found' then 404 when 'server_error' then 500 else 200 end, 'application/xml', 'utf-8',
        900, 4000, 20, case outcome when 'ok' then 20 else 0 end, outcome = 'ok', n % 900, now()
      from (${of}) file order by n`.execute(db);
  const base = `https://${DOMAIN}`;
  await insert(
    sql`select null::bigint as parent_id, 0 as depth, ${base} || '/sitemap.xml' as url, 'robots' as via, 'index' as kind, 'ok' as outcome, 0 as n`,
  );
  await insert(
    sql`select f.id as parent_id, 1 as depth, ${base} || '/sitemaps/' || n || '.xml' as url, 'index' as via, 'index' as kind, 'ok' as outcome, n
        from sitemap_files f, generate_series(1, ${indexes}::int) n where f.job_id = ${LARGE_JOB} and f.depth = 0`,
  );
  await insert(
    sql`select f.id as parent_id, 2 as depth, ${base} || '/sitemaps/part-' || n || '.xml.gz' as url, 'index' as via, 'urlset' as kind, n,
          case when n % 50 = 0 then 'not_found' when n % 97 = 0 then 'server_error' when n % 61 = 0 then 'ok_partial'
               when n % 41 = 0 then 'empty' else 'ok' end as outcome
        from generate_series(1, ${files - indexes - 1}::int) n
        join sitemap_files f on f.job_id = ${LARGE_JOB} and f.url = ${base} || '/sitemaps/' || 1 + n % ${indexes}::int || '.xml'`,
  );
  await sql`
    update jobs set sitemaps_failed = (select count(*) from sitemap_files where job_id = jobs.job_id and status = 'failed')
    where job_id = ${LARGE_JOB}`.execute(db);
  await sql`
    insert into tasks (job_id, kind, sitemap_file_id, status, finished_at)
    select job_id, 'sitemap', id, case status when 'failed' then 'failed' else 'complete' end, now()
    from sitemap_files where job_id = ${LARGE_JOB}`.execute(db);
  await sql`
    insert into job_events (job_id, task_id, from_status, to_status, generation, lease, actor)
    select job_id, id, e.from_status, e.to_status, 1, 1, 'filler'
    from tasks, lateral (values ('held', 'pending'), ('pending', 'running'), ('running', status)) e (from_status, to_status)
    where job_id = ${LARGE_JOB}`.execute(db);
}

async function fillPages(db: Db, { pages }: LargeScanSize): Promise<void> {
  await sql`
    insert into pages (domain_id, url, url_hash, sitemap_file_id, lastmod, lastmod_raw, changefreq, priority,
                       first_seen_job_id, last_seen_job_id, changed_job_id)
    with file as materialized (
      select id, row_number() over (order by id) - 1 as place
      from sitemap_files where job_id = ${LARGE_JOB} and kind = 'urlset' and outcome = 'ok'
    )
    select ${LARGE_DOMAIN}, p.url, substr(sha256(p.url::bytea), 1, 16), file.id,
      timestamptz '2024-01-01' + p.n * interval '1 second', '2024-01-01', 'weekly', 0.5,
      ${LARGE_JOB}, ${LARGE_JOB}, case when p.n % 1000 = 0 then ${LARGE_JOB} end
    from (select n, 'https://' || ${DOMAIN}::text || '/catalogue/' || n % 997 || '/a-product-with-a-name-' || n as url
          from generate_series(1, ${pages}::int) n) p
    join file on file.place = p.n % (select count(*) from file)`.execute(db);
  await sql`
    update jobs set pages_found = ${pages}, pages_new = ${pages}, pages_changed = ${Math.floor(pages / 1_000)}
    where job_id = ${LARGE_JOB}`.execute(db);
}

/** Every second file lacks lastmods, and what else there may be. */
async function fillAudit(db: Db): Promise<void> {
  const codes = ["lastmod_missing", "duplicate_in_file", "http_among_https", "lastmod_all_equal"];
  await sql`
    insert into file_audits (sitemap_file_id, findings)
    select id, jsonb_build_array(jsonb_build_object('code', 'lastmod_missing', 'reason', '', 'amount', 3,
      'examples', jsonb_build_array(jsonb_build_object('url', url || '#1', 'detail', null))))
    from sitemap_files where job_id = ${LARGE_JOB} and id % 2 = 0`.execute(db);
  await sql`
    insert into audit_findings (job_id, code, reason, amount, files, examples)
    select ${LARGE_JOB}, code, reason, 3 * amount / place, amount / place, example.list
    from unnest(${codes}::text[] || array['entries_rejected', 'entries_rejected'],
                ${codes.map(() => "")}::text[] || array['url_scheme', 'loc_missing']) with ordinality c (code, reason, place),
      (select count(*) as amount from sitemap_files where job_id = ${LARGE_JOB}) files,
      (select jsonb_agg(jsonb_build_object('file_url', url, 'url', null, 'detail', null)) as list
       from (select url from sitemap_files where job_id = ${LARGE_JOB} order by id limit 5) f) example`.execute(
    db,
  );
}
