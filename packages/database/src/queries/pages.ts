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
  /** Of another host than the site's. */
  foreignHost: boolean;
}

/** The file whose pages are written, and the job that reads it. */
export interface PageTarget {
  jobId: string;
  domainId: string;
  fileId: string;
  /** The first 16 bytes of the sha256 of the file's URL, in hex. */
  fileHash: string;
  /** Pages that the job may still take. */
  room: number;
}

export interface WrittenPages {
  /** Pages this job had not seen before this call. */
  counted: number;
  /** Of those, the ones that were not there when the job began: never seen, or removed since. */
  added: number;
  /** Of those that were there, the ones whose lastmod moved. */
  changed: number;
  /** Pages this job had not seen, left out because of `room`. */
  dropped: number;
}

/**
 * Writes a batch of distinct pages for a job. At most `room` pages that the job has not seen yet are
 * taken, in their order; pages it has seen already cost nothing. The caller holds the job's lock.
 */
export async function writePages(
  db: Db,
  { jobId, domainId, fileId, fileHash, room }: PageTarget,
  pages: readonly NewPage[],
): Promise<WrittenPages> {
  // One array a column: `unnest` keeps the statement the same for every batch size, where VALUES
  // would run out of its 65,535 parameters. Sorted by hash before the upsert, so that two scans
  // that meet in one index page take their locks in the same order. The look-up is bound to be one
  // by its LIMIT: the planner may turn a plain join into a scan of all pages of the domain.
  const { rows } = await sql<WrittenPages>`
    with incoming as (
      select i.*, decode(hex, 'hex') as url_hash, old.*,
             old.file_id is not null and exists (
               select from page_listings l
               where l.domain_id = ${domainId} and l.url_hash = decode(i.hex, 'hex')) as is_listed_elsewhere
      from unnest(
          ${pages.map((p) => p.url)}::text[], ${pages.map((p) => p.urlHash)}::text[],
          ${columnOf(pages, (p) => p.lastmod)}::timestamptz[], ${columnOf(pages, (p) => p.lastmodRaw)}::text[],
          ${columnOf(pages, (p) => p.changefreq)}::text[], ${columnOf(pages, (p) => p.priority)}::real[],
          ${columnOf(pages, (p) => p.extensions && JSON.stringify(p.extensions))}::jsonb[],
          ${pages.map((p) => p.foreignHost)}::boolean[]
        ) with ordinality as i (url, hex, lastmod, lastmod_raw, changefreq, priority, extensions, foreign_host, position)
      left join lateral (
        select p.last_seen_job_id = ${jobId} as is_seen, p.sitemap_file_id as file_id,
               p.lastmod as old_lastmod, p.lastmod_raw as old_lastmod_raw, p.removed_at is not null as was_removed
        from pages p
        where p.domain_id = ${domainId} and p.url_hash = decode(i.hex, 'hex')
        limit 1) old on true
    ), placed as (
      -- Where the page stood until now: in this file, under the id of whichever scan, or in another.
      select i.*, f.url_hash as file_hash,
             not i.was_removed and f.url_hash <> decode(${fileHash}, 'hex') as is_moved
      from incoming i left join sitemap_files f on f.id = i.file_id
    ), unseen as (
      select * from placed where is_seen is not true
    ), taken as (
      select *, was_removed is false and lastmod is distinct from old_lastmod as is_changed
      from unseen order by position limit ${Math.max(0, room)}
    ), written as (
      insert into pages as p (domain_id, url, url_hash, sitemap_file_id, lastmod, lastmod_raw, changefreq,
                              priority, extensions, foreign_host, first_seen_job_id, last_seen_job_id)
      select ${domainId}::uuid, url, url_hash, ${fileId}::bigint, lastmod, lastmod_raw, changefreq,
             priority, extensions, foreign_host, ${jobId}::uuid, ${jobId}::uuid
      from taken order by url_hash
      on conflict on constraint pages_pkey do update set
        sitemap_file_id = excluded.sitemap_file_id, lastmod = excluded.lastmod,
        lastmod_raw = excluded.lastmod_raw, changefreq = excluded.changefreq,
        priority = excluded.priority, extensions = excluded.extensions,
        foreign_host = excluded.foreign_host,
        previous_lastmod = p.lastmod,
        returned_job_id = case when p.removed_at is null then p.returned_job_id else excluded.last_seen_job_id end,
        changed_job_id = case
          when p.removed_at is null and p.lastmod is distinct from excluded.lastmod then excluded.last_seen_job_id
          else p.changed_job_id end,
        last_seen_job_id = excluded.last_seen_job_id, last_seen_at = now(), removed_at = null,
        removed_job_id = null
      returning p.url_hash
    ), shared as (
      select * from placed x
      where (is_moved or was_removed is false and is_listed_elsewhere)
        and (is_seen or exists (select from taken t where t.position = x.position))
    ), first_listing as (
      insert into page_listings (domain_id, url_hash, file_hash, sitemap_file_id, lastmod, lastmod_raw)
      select ${domainId}::uuid, url_hash, file_hash, file_id, old_lastmod, old_lastmod_raw
      from shared where is_moved order by url_hash
      on conflict on constraint page_listings_pkey do nothing
    ), this_listing as (
      insert into page_listings (domain_id, url_hash, file_hash, sitemap_file_id, lastmod, lastmod_raw)
      select ${domainId}::uuid, url_hash, decode(${fileHash}, 'hex'), ${fileId}::bigint, lastmod, lastmod_raw
      from shared order by url_hash
      on conflict on constraint page_listings_pkey do update set
        sitemap_file_id = excluded.sitemap_file_id, lastmod = excluded.lastmod, lastmod_raw = excluded.lastmod_raw
    )
    select (select count(*) from written)::int as counted,
           (select count(*) from taken where was_removed is not false)::int as added,
           (select count(*) from taken where is_changed)::int as changed,
           (select count(*) from unseen)::int - (select count(*) from taken)::int as dropped`.execute(
    db,
  );
  return rows[0] ?? { counted: 0, added: 0, changed: 0, dropped: 0 };
}

/** A column that is empty throughout is sent as null, which `unnest` fills up, not as so many nulls. */
function columnOf<T>(
  pages: readonly NewPage[],
  valueOf: (page: NewPage) => T | null,
): (T | null)[] | null {
  return pages.some((page) => valueOf(page) !== null) ? pages.map(valueOf) : null;
}
