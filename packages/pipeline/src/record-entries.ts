import {
  addPageCounts,
  insertSitemapFiles,
  recordLimitHit,
  writePages,
  type Db,
  type NewPage,
  type NewSitemapFile,
} from "@sitemap-scanner/database";
import { hashUrl, type PageEntry, type SitemapRef } from "@sitemap-scanner/sitemap";
import type { FileToRead } from "./claim-task.ts";
import { writeUnderLease, type Claim } from "./write-under-lease.ts";

/** Indexes may nest this deep; a child below is not followed. */
export const MAX_DEPTH = 10;
/** Files of one scan at most. */
export const MAX_FILES = 50_000;

/** A claim on the task of a file. */
export interface FileClaim extends Claim {
  file: FileToRead;
}

/** A page to be stored. */
export type PageToRecord = PageEntry & {
  /** Of another host than the site's. */
  foreignHost: boolean;
  /** `hashUrl` of its URL: whoever looks for duplicates has it already. */
  urlHash: string;
};

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
  entries: readonly PageToRecord[],
): Promise<{ dropped: number }> {
  const pages = distinctPages(entries);
  return writeUnderLease(db, claim, async (tx, { job }) => {
    const target = {
      jobId: job.job_id,
      domainId: job.domain_id,
      fileId: claim.file.id,
      fileHash: claim.file.urlHash.toString("hex"),
      room: job.max_pages - job.pages_found,
    };
    const written = await writePages(tx, target, pages);
    if (written.counted > 0) await addPageCounts(tx, job.job_id, claim.file.id, written);
    if (written.dropped > 0) await recordLimitHit(tx, job.job_id, "max_pages");
    return { dropped: written.dropped };
  });
}

/**
 * Stores the files that an index lists. One that the job knows already is left alone, so each is
 * fetched once however often it is listed, and cycles end by themselves.
 *
 * @returns how many were left out because of each limit; 0 and 0 when none was
 * @throws LeaseLostError
 */
export function recordChildren(
  db: Db,
  claim: FileClaim,
  refs: readonly Pick<SitemapRef, "url" | "lastmod">[],
): Promise<{ tooDeep: number; tooMany: number }> {
  const depth = claim.file.depth + 1;
  const files = distinctFiles(refs.map((ref) => ({ ...ref, via: "index" as const })));
  return writeUnderLease(db, claim, async (tx, { job }) => {
    const isTooDeep = depth > MAX_DEPTH;
    const parent = {
      jobId: job.job_id,
      domainId: job.domain_id,
      parentId: claim.file.id,
      depth,
      room: isTooDeep ? 0 : MAX_FILES - job.sitemaps_found,
    };
    const { skipped } = await insertSitemapFiles(tx, parent, files);
    if (skipped > 0) await recordLimitHit(tx, job.job_id, isTooDeep ? "max_depth" : "max_files");
    return isTooDeep ? { tooDeep: skipped, tooMany: 0 } : { tooDeep: 0, tooMany: skipped };
  });
}

/** The first entry of a URL stands for all, in a batch as in the whole file. */
function distinctPages(entries: readonly PageToRecord[]): NewPage[] {
  const byUrl = new Map<string, NewPage>();
  for (const { type: _, ...entry } of entries) {
    if (!byUrl.has(entry.url)) byUrl.set(entry.url, entry);
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
