import { sql, type Selectable } from "kysely";
import type { Db } from "../database.ts";
import type { SitemapFiles } from "../schema/generated.ts";

export interface SitemapFileView extends Selectable<SitemapFiles> {
  /** Files of which it is the parent. */
  children: number;
}

/** Which files of a job are asked for: all conditions hold together. */
export interface SitemapFileFilter {
  outcome?: string | undefined;
  status?: string | undefined;
  kind?: SitemapFileView["kind"] | undefined;
  /** The id of a file; null: those that no file listed. */
  parentId?: string | null | undefined;
}

export interface SitemapFilesRange extends SitemapFileFilter {
  /** The id of the last file already seen. */
  afterId?: string | undefined;
  limit: number;
}

/** In the order in which the scan came across them. */
export function listSitemapFiles(
  db: Db,
  jobId: string,
  { afterId, limit, ...filter }: SitemapFilesRange,
): Promise<SitemapFileView[]> {
  let query = matchingFiles(db, jobId, filter).selectAll().select(CHILDREN);
  if (afterId !== undefined) query = query.where("id", ">", afterId);
  return query.orderBy("id").limit(limit).execute();
}

/** All of them, in that order and in batches; no connection is held between two. */
export async function* readSitemapFiles(
  db: Db,
  jobId: string,
  { afterId, limit: batch, ...filter }: SitemapFilesRange,
): AsyncGenerator<SitemapFileView[]> {
  for (let after = afterId; ;) {
    const files = await listSitemapFiles(db, jobId, { ...filter, afterId: after, limit: batch });
    if (files.length > 0) yield files;
    if (files.length < batch) return;
    after = files.at(-1)?.id;
  }
}

export async function countSitemapFiles(
  db: Db,
  jobId: string,
  filter: SitemapFileFilter,
): Promise<number> {
  const { amount } = await matchingFiles(db, jobId, filter)
    .select(({ fn }) => fn.countAll<string>().as("amount"))
    .executeTakeFirstOrThrow();
  return Number(amount);
}

/** The files that could not be read, first come first. */
export function listFailedSitemapFiles(
  db: Db,
  jobId: string,
  limit: number,
): Promise<SitemapFileView[]> {
  return listSitemapFiles(db, jobId, { status: "failed", limit });
}

/** Counted by index for each row that is shown: of all files of a scan none has two parents. */
export const CHILDREN = sql<number>`(
  select count(*) from sitemap_files child where child.parent_id = sitemap_files.id)::int`.as(
  "children",
);

function matchingFiles(
  db: Db,
  jobId: string,
  { outcome, status, kind, parentId }: SitemapFileFilter,
) {
  let query = db.selectFrom("sitemap_files").where("job_id", "=", jobId);
  if (outcome !== undefined) query = query.where("outcome", "=", outcome);
  if (status !== undefined) query = query.where("status", "=", status);
  if (kind !== undefined) query = query.where("kind", "=", kind);
  if (parentId === null) query = query.where("parent_id", "is", null);
  else if (parentId !== undefined) query = query.where("parent_id", "=", parentId);
  return query;
}
