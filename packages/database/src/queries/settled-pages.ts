import { sql } from "kysely";
import type { Db } from "../database.ts";

interface JobOfDomain {
  jobId: string;
  domainId: string;
}

/**
 * Forgets the listings that are certainly over: their file was read to its end without them, or is
 * named by nobody any more.
 */
export async function dropOldListings(db: Db, { jobId, domainId }: JobOfDomain): Promise<void> {
  await sql`
    with file as (
      select distinct sitemap_file_id as id from page_listings where domain_id = ${domainId}
    ), old_file as materialized (
      select id from file where not exists (select from sitemap_files f where f.id = file.id and f.job_id = ${jobId})
    ), over as materialized (
      select id from old_file where listing_is_over(id, ${jobId})
    )
    delete from page_listings l using over where l.domain_id = ${domainId} and l.sitemap_file_id = over.id`.execute(
    db,
  );
}

/**
 * Marks as removed the pages that no file lists any more. To be called after `dropOldListings`.
 *
 * @returns how many
 */
export async function removeUnlistedPages(
  db: Db,
  { jobId, domainId }: JobOfDomain,
): Promise<number> {
  // Each file is asked for once, hence MATERIALIZED: the planner takes the question for a cheap one.
  // From file to file through the index: the live pages of a domain may be millions, their files are
  // few, and only pages that this job has not seen belong to a file of an earlier one.
  const { numAffectedRows = 0n } = await sql`
    with recursive file (id) as (
      (select min(sitemap_file_id) from pages where domain_id = ${domainId} and removed_at is null)
      union all
      select (select min(p.sitemap_file_id) from pages p
              where p.domain_id = ${domainId} and p.removed_at is null and p.sitemap_file_id > file.id)
      from file where file.id is not null
    ), old_file as materialized (
      select id from file
      where id is not null and not exists (select from sitemap_files f where f.id = file.id and f.job_id = ${jobId})
    ), over as materialized (
      select id from old_file where listing_is_over(id, ${jobId})
    )
    update pages p set removed_at = now(), removed_job_id = ${jobId}
    from over
    where p.domain_id = ${domainId} and p.sitemap_file_id = over.id and p.removed_at is null
      and not exists (select from page_listings l where l.domain_id = p.domain_id and l.url_hash = p.url_hash)`.execute(
    db,
  );
  return Number(numAffectedRows);
}

/**
 * Gives the pages that several files list the newest lastmod of them all, so that it does not hang on
 * the order in which they were read.
 *
 * @returns by how much the number of changed pages of the job moves
 */
export async function settleSharedPages(db: Db, { jobId, domainId }: JobOfDomain): Promise<number> {
  const { rows } = await sql<{ delta: number }>`
    with newest as (
      select distinct on (url_hash) url_hash, lastmod, lastmod_raw from page_listings
      where domain_id = ${domainId} order by url_hash, lastmod desc nulls last, file_hash
    ), judged as (
      select n.*, coalesce(p.changed_job_id = ${jobId}, false) as was_changed,
             p.first_seen_job_id <> ${jobId} and p.returned_job_id is distinct from ${jobId} and n.lastmod is distinct from case
               when p.last_seen_job_id = ${jobId} then p.previous_lastmod else p.lastmod end as is_changed,
             p.lastmod is distinct from n.lastmod or p.lastmod_raw is distinct from n.lastmod_raw as is_other
      from newest n join pages p on p.domain_id = ${domainId} and p.url_hash = n.url_hash
    ), settled as (
      update pages p set lastmod = j.lastmod, lastmod_raw = j.lastmod_raw,
        changed_job_id = case when j.is_changed then ${jobId}::uuid
                              when j.was_changed then null
                              else p.changed_job_id end
      from judged j
      where p.domain_id = ${domainId} and p.url_hash = j.url_hash
        and (j.is_other or j.is_changed <> j.was_changed)
    )
    select coalesce(sum(is_changed::int - was_changed::int), 0)::int as delta from judged`.execute(
    db,
  );
  return rows[0]?.delta ?? 0;
}

/** A page that one file is left to list is that file's, and needs no row besides. */
export async function dropSingleListings(db: Db, { domainId }: JobOfDomain): Promise<void> {
  await sql`
    with single as (
      select url_hash, min(sitemap_file_id) as sitemap_file_id from page_listings
      where domain_id = ${domainId} group by url_hash having count(*) = 1
    ), kept as (
      update pages p set sitemap_file_id = single.sitemap_file_id from single
      where p.domain_id = ${domainId} and p.url_hash = single.url_hash
        and p.sitemap_file_id <> single.sitemap_file_id
    )
    delete from page_listings l using single where l.domain_id = ${domainId} and l.url_hash = single.url_hash`.execute(
    db,
  );
}
