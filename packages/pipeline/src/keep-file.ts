import {
  addPageCounts,
  findKnownFile,
  keepPages,
  listChildren,
  recordLimitHit,
  renewListings,
  type Db,
  type JobRow,
  type KnownFileRow,
} from "@sitemap-scanner/database";
import { recordChildren, type FileClaim } from "./record-entries.ts";
import { readScanOrder } from "./scan-order.ts";
import { writeUnderLease } from "./write-under-lease.ts";

/** Rows written in one transaction. */
const BATCH_SIZE = 5_000;

/** What the last reading of this file left, if it may stand for this one should nothing have changed. */
export async function findFileToKeep(
  db: Db,
  claim: FileClaim & { job: JobRow },
): Promise<KnownFileRow | undefined> {
  const { file, job } = claim;
  // Pages that a broken-off attempt stored are under the new id already: they must be read to the end.
  if (file.isBegun) return undefined;
  const { pageHosts } = readScanOrder(job);
  return findKnownFile(db, { ...file, domainId: job.domain_id, pageHosts });
}

/**
 * Takes over what an earlier scan read from a file that has not changed: its pages are seen again, the
 * files that it lists are files of this scan. In batches, so that no other writer waits long.
 *
 * @returns what limits of the scan left out
 * @throws LeaseLostError
 */
export async function keepFile(
  db: Db,
  claim: FileClaim,
  known: { id: string },
): Promise<{ limitReached: boolean; tooDeep: number; tooMany: number }> {
  const children = await keepChildren(db, claim, known.id);
  for (;;) {
    const { kept, hasMore } = await keepNextPages(db, claim, known.id);
    if (!hasMore || kept === 0) return { ...children, limitReached: hasMore };
  }
}

function keepNextPages(db: Db, claim: FileClaim, knownFileId: string) {
  return writeUnderLease(db, claim, async (tx, { job }) => {
    const file = {
      jobId: job.job_id,
      domainId: job.domain_id,
      fileId: claim.file.id,
      knownFileId,
    };
    const room = job.max_pages - job.pages_found;
    const next = await keepPages(tx, { ...file, room, limit: BATCH_SIZE });
    if (next.kept > 0) {
      const counts = { counted: next.kept, added: 0, changed: 0 };
      await addPageCounts(tx, file.jobId, file.fileId, counts);
    }
    if (next.hasMore && next.kept === room) await recordLimitHit(tx, file.jobId, "max_pages");
    if (!next.hasMore) await renewListings(tx, file);
    return next;
  });
}

async function keepChildren(
  db: Db,
  claim: FileClaim,
  knownFileId: string,
): Promise<{ tooDeep: number; tooMany: number }> {
  const left = { tooDeep: 0, tooMany: 0 };
  for (let afterId = "0"; ;) {
    const children = await listChildren(db, knownFileId, { afterId, limit: BATCH_SIZE });
    const last = children.at(-1);
    if (!last) return left;
    afterId = last.id;
    const refs = children.map(({ url, parent_lastmod: lastmod }) => ({ url, lastmod }));
    const { tooDeep, tooMany } = await recordChildren(db, claim, refs);
    left.tooDeep += tooDeep;
    left.tooMany += tooMany;
  }
}
