interface Counters {
  status: string;
  max_pages: number;
  pages_found: number;
  sitemaps_read: number;
  sitemaps_failed: number;
}

/** With so many files done, half of the way is assumed to be behind us. */
const HALF_WAY_FILES = 4;
/** What a live job never passes: 1 is for the end. */
const ALMOST = 0.99;

/**
 * How far a job is, 0 to 1: exactly 1 when it has ended, and never falling.
 *
 * NOTE: only counters that never fall go in. The files found must not: an index that is read adds
 * its children, and the share of files that are done falls with each one.
 */
export function progressOf(job: Counters): number {
  if (["complete", "failed", "cancelled"].includes(job.status)) return 1;
  const files = job.sitemaps_read + job.sitemaps_failed;
  const byFiles = files / (files + HALF_WAY_FILES);
  const byPages = job.pages_found / job.max_pages;
  return Math.min(ALMOST, Math.round(Math.max(byFiles, byPages) * 1_000) / 1_000);
}
