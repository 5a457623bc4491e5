import { sql } from "kysely";
import type { Db } from "../database.ts";
import type { PageTarget } from "./pages.ts";

/** The file of an earlier scan whose pages stay as they were. */
type KeptPages = Omit<PageTarget, "fileHash"> & {
  knownFileId: string;
  /** Pages of one call, at most. */
  limit: number;
};

/**
 * Sees pages of a file again without reading it: the next ones that the job has not seen, `limit` or
 * `room` at most. The caller holds the job's lock.
 *
 * @returns how many, and whether others are left
 */
export async function keepPages(
  db: Db,
  { jobId, domainId, fileId, knownFileId, room, limit }: KeptPages,
): Promise<{ kept: number; hasMore: boolean }> {
  const most = Math.max(0, Math.min(room, limit));
  const { rows } = await sql<{ kept: number; hasMore: boolean }>`
    with unseen as (
      select url_hash from (
        select p.url_hash from pages p
        where p.domain_id = ${domainId} and p.sitemap_file_id = ${knownFileId} and p.removed_at is null
          and p.last_seen_job_id <> ${jobId}
        union
        select p.url_hash from page_listings l join pages p using (domain_id, url_hash)
        where l.domain_id = ${domainId} and l.sitemap_file_id = ${knownFileId} and p.removed_at is null
          and p.last_seen_job_id <> ${jobId}) known
      order by url_hash limit ${most + 1}
    ), seen as (
      update pages p set
        sitemap_file_id = ${fileId}, last_seen_job_id = ${jobId}, last_seen_at = now(), previous_lastmod = p.lastmod
      from (select url_hash from unseen order by url_hash limit ${most}) next
      where p.domain_id = ${domainId} and p.url_hash = next.url_hash
      returning p.id
    )
    select (select count(*) from seen)::int as kept, (select count(*) from unseen) > ${most} as "hasMore"`.execute(
    db,
  );
  return rows[0] ?? { kept: 0, hasMore: false };
}

/** Says that what a file of an earlier scan listed is listed by the same file of this one. */
export async function renewListings(
  db: Db,
  file: { domainId: string; fileId: string; knownFileId: string },
): Promise<void> {
  await db
    .updateTable("page_listings")
    .set({ sitemap_file_id: file.fileId })
    .where("domain_id", "=", file.domainId)
    .where("sitemap_file_id", "=", file.knownFileId)
    .execute();
}
