import { sql } from "kysely";
import type { Db } from "../database.ts";

export interface NewPage {
  url: string;
  /** The first 16 bytes of the sha256 of `url`, in hex. */
  urlHash: string;
  lastmod: Date | null;
  lastmodRaw: string | null;
  changefreq: string | null;
  priority: number | null;
  extensions: object | null;
}

export interface WrittenPages {
  /** Pages this job had not seen before this call. */
  counted: number;
  /** Of those, the ones no scan had seen. */
  added: number;
  /** Pages this job had not seen, left out because of `room`. */
  dropped: number;
}

/**
 * Writes a batch of distinct pages for a job. At most `room` pages that the job has not seen yet are
 * taken, in their order; pages it has seen already cost nothing. The caller holds the job's lock.
 */
export async function writePages(
  db: Db,
  job: { jobId: string; domainId: string; fileId: string; room: number },
  pages: readonly NewPage[],
): Promise<WrittenPages> {
  // One array a column: `unnest` keeps the statement the same for every batch size, where VALUES
  // would run out of its 65,535 parameters. Sorted by hash before the upsert, so that two scans
  // that meet in one index page take their locks in the same order. The look-up is a scalar subquery
  // because the planner may turn an anti join into a scan of all pages of the domain, for each batch.
  const { rows } = await sql<{ counted: number; added: number; unseen: number }>`
    with unseen as (
      select i.*, decode(hex, 'hex') as url_hash from unnest(
          ${pages.map((p) => p.url)}::text[], ${pages.map((p) => p.urlHash)}::text[],
          ${columnOf(pages, (p) => p.lastmod)}::timestamptz[], ${columnOf(pages, (p) => p.lastmodRaw)}::text[],
          ${columnOf(pages, (p) => p.changefreq)}::text[], ${columnOf(pages, (p) => p.priority)}::real[],
          ${columnOf(pages, (p) => p.extensions && JSON.stringify(p.extensions))}::jsonb[]
        ) with ordinality as i (url, hex, lastmod, lastmod_raw, changefreq, priority, extensions, position)
      where ${job.jobId}::uuid is distinct from (
        select p.last_seen_job_id from pages p
        where p.domain_id = ${job.domainId} and p.url_hash = decode(i.hex, 'hex'))
    ), taken as (
      select * from unseen order by position limit ${Math.max(0, job.room)}
    ), written as (
      insert into pages as p (domain_id, url, url_hash, sitemap_file_id, lastmod, lastmod_raw, changefreq,
                              priority, extensions, first_seen_job_id, last_seen_job_id)
      select ${job.domainId}::uuid, url, url_hash, ${job.fileId}::bigint, lastmod, lastmod_raw, changefreq,
             priority, extensions, ${job.jobId}::uuid, ${job.jobId}::uuid
      from taken order by url_hash
      on conflict on constraint pages_pkey do update set
        sitemap_file_id = excluded.sitemap_file_id, lastmod = excluded.lastmod,
        lastmod_raw = excluded.lastmod_raw, changefreq = excluded.changefreq,
        priority = excluded.priority, extensions = excluded.extensions,
        last_seen_job_id = excluded.last_seen_job_id, last_seen_at = now(), removed_at = null
      returning p.first_seen_job_id
    )
    select (select count(*) from written)::int as counted,
           (select count(*) from written where first_seen_job_id = ${job.jobId})::int as added,
           (select count(*) from unseen)::int as unseen`.execute(db);
  const { counted = 0, added = 0, unseen = 0 } = rows[0] ?? {};
  return { counted, added, dropped: unseen - counted };
}

/** A column that is empty throughout is sent as null, which `unnest` fills up, not as so many nulls. */
function columnOf<T>(
  pages: readonly NewPage[],
  valueOf: (page: NewPage) => T | null,
): (T | null)[] | null {
  return pages.some((page) => valueOf(page) !== null) ? pages.map(valueOf) : null;
}
