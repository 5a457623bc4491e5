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
 * Adds the files that the job does not know yet, each with its `held` task, in one statement. Of those
 * that it knows from elsewhere, that this parent lists them too.
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
    with listed as (
      select i.*, decode(hex, 'hex') as url_hash,
             (select f.id from sitemap_files f
              where f.job_id = ${parent.jobId} and f.url_hash = decode(i.hex, 'hex')) as known_id
      from unnest(
          ${files.map((f) => f.url)}::text[], ${files.map((f) => f.urlHash)}::text[],
          ${files.map((f) => f.via)}::text[], ${files.map((f) => f.lastmod)}::timestamptz[]
        ) with ordinality as i (url, hex, via, lastmod, position)
    ), unknown as (
      select * from listed where known_id is null
    ), referenced as (
      insert into sitemap_references (parent_id, child_id)
      select ${parent.parentId}::bigint, known_id from listed
      where known_id is not null and known_id is distinct from ${parent.parentId}::bigint
        and ${parent.parentId}::bigint is not null
      on conflict do nothing
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

/** What an earlier scan left of a file that this one is to read. */
export type KnownFileRow = SitemapFileRow & { body_sha256: Buffer };

/**
 * The last reading of the same URL in an earlier scan, if it is one to build on: it took every entry,
 * by the same rule on hosts, looked for faults, and all it listed is stored under its id.
 */
export async function findKnownFile(
  db: Db,
  file: { id: string; domainId: string; urlHash: Buffer; pageHosts: string },
): Promise<KnownFileRow | undefined> {
  const last = await db
    .selectFrom("sitemap_files")
    .innerJoin("jobs", "jobs.job_id", "sitemap_files.job_id")
    .selectAll("sitemap_files")
    .select(sql<string>`coalesce(jobs.params ->> 'page_hosts', 'any')`.as("page_hosts"))
    .where("sitemap_files.domain_id", "=", file.domainId)
    .where("sitemap_files.url_hash", "=", file.urlHash)
    .where("sitemap_files.id", "<", file.id)
    .where((eb) =>
      eb.or([
        eb("sitemap_files.read_completely", "=", true),
        eb("sitemap_files.pages_found", ">", 0),
        eb("sitemap_files.entries", ">", 0),
      ]),
    )
    .orderBy("sitemap_files.id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!last?.read_completely || !last.audited || last.page_hosts !== file.pageHosts)
    return undefined;
  const { page_hosts: _, body_sha256: bodySha256, ...row } = last;
  return bodySha256 === null ? undefined : { ...row, body_sha256: bodySha256 };
}

/** The files that a file lists, in the order of their ids. */
export async function listChildren(
  db: Db,
  parentId: string,
  range: { afterId: string; limit: number },
): Promise<SitemapFileRow[]> {
  return db
    .selectFrom("sitemap_files")
    .selectAll()
    .where((eb) =>
      eb.or([
        eb("parent_id", "=", parentId),
        eb(
          "id",
          "in",
          eb.selectFrom("sitemap_references").select("child_id").where("parent_id", "=", parentId),
        ),
      ]),
    )
    .where("id", ">", range.afterId)
    .orderBy("id")
    .limit(range.limit)
    .execute();
}

/**
 * Notes the address that a file was found at after redirects, unless another file of the job is read
 * there. One that failed there does not count. The caller holds the job's lock.
 *
 * @returns false when it is
 */
export async function claimFinalUrl(
  db: Db,
  file: { id: string; jobId: string },
  final: { url: string; urlHash: string },
): Promise<boolean> {
  const { rows } = await sql<{ is_free: boolean }>`
    with other as (
      select from sitemap_files f
      where f.job_id = ${file.jobId} and f.id <> ${file.id} and f.status <> 'failed'
        and f.outcome is distinct from 'loop'
        and (f.url_hash = decode(${final.urlHash}, 'hex') or f.final_url_hash = decode(${final.urlHash}, 'hex'))
    ), noted as (
      update sitemap_files set final_url = ${final.url}, final_url_hash = decode(${final.urlHash}, 'hex')
      where id = ${file.id}
    )
    select not exists (select from other) as is_free`.execute(db);
  return rows[0]?.is_free ?? false;
}

/** Writes how a file went. Both its times are by the clock of the database, whatever the worker's says. */
export async function recordFileResult(
  db: Db,
  fileId: string,
  result: Omit<Updateable<SitemapFiles>, "fetch_started_at" | "finished_at">,
): Promise<void> {
  await db
    .updateTable("sitemap_files")
    .set({
      ...result,
      fetch_started_at: sql<Date>`now() - ${result.duration_ms ?? null}::float8 * interval '1 millisecond'`,
      finished_at: sql<Date>`now()`,
    })
    .where("id", "=", fileId)
    .execute();
}

/** Marks the files whose tasks have not begun as left out because the scan has all it may have. @returns how many */
export async function skipUnstartedFiles(db: Db, jobId: string): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update sitemap_files f set outcome = 'limit_reached', finished_at = now()
    from tasks t
    where t.job_id = ${jobId} and t.sitemap_file_id = f.id and t.status in ('held', 'pending')
      and f.outcome is null`.execute(db);
  return Number(numAffectedRows);
}
