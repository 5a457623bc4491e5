import {
  boundStatements,
  dropOldListings,
  dropSingleListings,
  recordSharedPages,
  removeUnlistedPages,
  settlePageCounts,
  settleSharedPages,
  type Tx,
} from "@sitemap-scanner/database";

/** Of a statement here, in ms: a million pages of two files each take half a minute on two cores. */
const STATEMENT_MS = 600_000;

/**
 * What a whole scan says of pages and no single file can: which are listed no more, and the lastmod of
 * those that several files list, which an audit tells of. Only a file that was read to its end says that a page is gone.
 */
export async function settlePages(tx: Tx, job: { jobId: string; domainId: string }): Promise<void> {
  await boundStatements(tx, STATEMENT_MS);
  await dropOldListings(tx, job);
  const removed = await removeUnlistedPages(tx, job);
  const changedBy = await settleSharedPages(tx, job);
  await dropSingleListings(tx, job);
  await recordSharedPages(tx, job);
  if (removed > 0 || changedBy !== 0) await settlePageCounts(tx, job.jobId, { changedBy, removed });
}
