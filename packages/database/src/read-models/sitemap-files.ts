import type { Selectable } from "kysely";
import type { Db } from "../database.ts";
import type { SitemapFiles } from "../schema/generated.ts";

export type SitemapFileView = Selectable<SitemapFiles>;

export interface SitemapFilesRange {
  /** The id of the last file already seen. */
  afterId?: string | undefined;
  limit: number;
}

/** In the order in which the scan came across them. */
export function listSitemapFiles(
  db: Db,
  jobId: string,
  { afterId, limit }: SitemapFilesRange,
): Promise<SitemapFileView[]> {
  let query = db.selectFrom("sitemap_files").selectAll().where("job_id", "=", jobId);
  if (afterId !== undefined) query = query.where("id", ">", afterId);
  return query.orderBy("id").limit(limit).execute();
}

/** The files that could not be read, first come first. */
export function listFailedSitemapFiles(
  db: Db,
  jobId: string,
  limit: number,
): Promise<SitemapFileView[]> {
  return db
    .selectFrom("sitemap_files")
    .selectAll()
    .where("job_id", "=", jobId)
    .where("status", "=", "failed")
    .orderBy("id")
    .limit(limit)
    .execute();
}
