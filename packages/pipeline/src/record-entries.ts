import {
  addPageCounts,
  insertSitemapFiles,
  writePages,
  type Db,
  type NewPage,
  type NewSitemapFile,
} from "@sitemap-scanner/database";
import { hashUrl, type PageEntry, type SitemapRef } from "@sitemap-scanner/sitemap";
import { writeUnderLease, type Claim } from "./write-under-lease.ts";

/** Indexes may nest this deep; a child below is not followed. */
export const MAX_DEPTH = 10;
/** Files of one scan at most. */
export const MAX_FILES = 50_000;

/** A claim on the task of a file. */
export interface FileClaim extends Claim {
  file: { id: string; url: string; depth: number };
}

/**
 * Stores a batch of pages. Each is counted once per job, whichever files list it, and the job never
 * holds more than its `max_pages`.
 *
 * @returns how many were left out because of `max_pages`; over 0 means: no need to read on
 * @throws LeaseLostError
 */
export function recordPages(
  db: Db,
  claim: FileClaim,
  entries: readonly PageEntry[],
): Promise<{ dropped: number }> {
  const pages = distinctPages(entries);
  return writeUnderLease(db, claim, async (tx, { job }) => {
    const target = {
      jobId: job.job_id,
      domainId: job.domain_id,
      fileId: claim.file.id,
      room: job.max_pages - job.pages_found,
    };
    const written = await writePages(tx, target, pages);
    if (written.counted > 0) await addPageCounts(tx, job.job_id, claim.file.id, written);
    return { dropped: written.dropped };
  });
}

/**
 * Stores the files that an index lists. One that the job knows already is left alone, so each is
 * fetched once however often it is listed, and cycles end by themselves.
 *
 * @returns how many were left out because of the limits on depth and number of files
 * @throws LeaseLostError
 */
export async function recordChildren(
  db: Db,
  claim: FileClaim,
  refs: readonly SitemapRef[],
): Promise<{ skipped: number }> {
  const depth = claim.file.depth + 1;
  if (depth > MAX_DEPTH) return { skipped: refs.length };
  const files = distinctFiles(refs.map((ref) => ({ ...ref, via: "index" as const })));
  return writeUnderLease(db, claim, (tx, { job }) =>
    insertSitemapFiles(
      tx,
      {
        jobId: job.job_id,
        domainId: job.domain_id,
        parentId: claim.file.id,
        depth,
        room: MAX_FILES - job.sitemaps_found,
      },
      files,
    ),
  );
}

/** A statement may not touch a row twice, so the last entry of a URL in a batch stands for all. */
function distinctPages(entries: readonly PageEntry[]): NewPage[] {
  const byUrl = new Map<string, NewPage>();
  for (const { type: _, ...entry } of entries) {
    byUrl.set(entry.url, { ...entry, urlHash: hashUrl(entry.url) });
  }
  return [...byUrl.values()];
}

/** The files of a list, each URL once, with their hashes. */
export function distinctFiles(
  refs: readonly { url: string; via: NewSitemapFile["via"]; lastmod: Date | null }[],
): NewSitemapFile[] {
  const byUrl = new Map<string, NewSitemapFile>();
  for (const { url, via, lastmod } of refs) {
    if (!byUrl.has(url)) byUrl.set(url, { url, via, lastmod, urlHash: hashUrl(url) });
  }
  return [...byUrl.values()];
}
