import { sql, type Selectable, type Updateable } from "kysely";
import type { Db } from "../database.ts";
import type { SitemapFiles } from "../schema/generated.ts";

export type SitemapFileRow = Selectable<SitemapFiles>;

export interface NewSitemapFile {
  url: string;
  /** The first 16 bytes of the sha256 of `url`, in hex. */
  urlHash: string;
  via: SitemapFileRow["discovered_via"];
  /** `lastmod` that the index gives for it. */
  lastmod: Date | null;
}

/**
 * Adds the files that the job does not know yet, each with its `held` task, in one statement.
 *
 * @returns how many were new; `skipped` counts those beyond `room`
 */
export async function insertSitemapFiles(
  db: Db,
  parent: {
    jobId: string;
    domainId: string;
    parentId: string | null;
    depth: number;
    room: number;
  },
  files: readonly NewSitemapFile[],
): Promise<{ added: number; skipped: number }> {
  const { rows } = await sql<{ added: number; unknown: number }>`
    with unknown as (
      select i.*, decode(hex, 'hex') as url_hash from unnest(
          ${files.map((f) => f.url)}::text[], ${files.map((f) => f.urlHash)}::text[],
          ${files.map((f) => f.via)}::text[], ${files.map((f) => f.lastmod)}::timestamptz[]
        ) with ordinality as i (url, hex, via, lastmod, position)
      where (select f.id from sitemap_files f
             where f.job_id = ${parent.jobId} and f.url_hash = decode(i.hex, 'hex')) is null
    ), added as (
      insert into sitemap_files (domain_id, job_id, parent_id, depth, url, url_hash, discovered_via, parent_lastmod)
      select ${parent.domainId}::uuid, ${parent.jobId}::uuid, ${parent.parentId}::bigint, ${parent.depth},
             url, url_hash, via, lastmod
      from unknown order by position limit ${Math.max(0, parent.room)}
      on conflict on constraint sitemap_files_job_id_url_hash_key do nothing
      returning id
    ), tasked as (
      insert into tasks (job_id, kind, sitemap_file_id, status, status_reason)
      select ${parent.jobId}::uuid, 'sitemap', id, 'held', 'found' from added order by id
    )
    select (select count(*) from added)::int as added, (select count(*) from unknown)::int as unknown`.execute(
    db,
  );
  const { added = 0, unknown = 0 } = rows[0] ?? {};
  return { added, skipped: unknown - added };
}

export function findSitemapFile(db: Db, fileId: string): Promise<SitemapFileRow | undefined> {
  return db.selectFrom("sitemap_files").selectAll().where("id", "=", fileId).executeTakeFirst();
}

/** Writes how a file went. */
export async function recordFileResult(
  db: Db,
  fileId: string,
  result: Updateable<SitemapFiles>,
): Promise<void> {
  await db
    .updateTable("sitemap_files")
    .set({ ...result, finished_at: sql<Date>`now()` })
    .where("id", "=", fileId)
    .execute();
}

/** Marks the files whose tasks have not begun as left out because the scan has all it may have. */
export async function skipUnstartedFiles(db: Db, jobId: string): Promise<void> {
  await sql`
    update sitemap_files f set outcome = 'limit_reached', finished_at = now()
    from tasks t
    where t.job_id = ${jobId} and t.sitemap_file_id = f.id and t.status in ('held', 'pending')
      and f.outcome is null`.execute(db);
}
