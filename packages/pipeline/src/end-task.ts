import { isRetryable, type Outcome } from "@sitemap-scanner/contracts";
import {
  endTask,
  insertSitemapFiles,
  markJob,
  putBackTask,
  recordFileFindings,
  recordFileResult,
  recordSearch,
  type Db,
  type FileFinding,
  type SearchResult,
  type TaskRow,
  type Tx,
} from "@sitemap-scanner/database";
import { backoffMs, type BackoffPolicy } from "./backoff.ts";
import { distinctFiles, MAX_FILES, type FileClaim } from "./record-entries.ts";
import { settleJob } from "./settle-job.ts";
import { writeUnderLease, type Claim } from "./write-under-lease.ts";

/** A server that asks us to come back later is believed this often; then each time is an attempt. */
const MAX_SNOOZES = 10;

export interface RetryPolicy extends BackoffPolicy {
  /** Attempts of one task at most, the first included. */
  maxAttempts: number;
}

/** What a task came to when it did not do what it was for. */
export interface TaskFailure {
  outcome: Outcome;
  message: string;
  /** The server's own wish, in ms: then the wait is a snooze and burns no attempt. */
  retryAfterMs: number | null;
}

/** The columns of `sitemap_files` that a reading fills, and the faults that it found. */
export type FileResultColumns = Parameters<typeof recordFileResult>[2] & {
  outcome: Outcome;
  findings?: readonly FileFinding[];
};

/** What a search found: the root sitemaps, and what it learned besides. */
export interface FoundSitemaps extends SearchResult {
  sitemaps: readonly { url: string; via: "request" | "robots" | "well_known" | "html" }[];
}

/** The root sitemaps of a site are known: each gets its file and task, and the search is done. */
export function endDiscovery(db: Db, claim: Claim, found: FoundSitemaps): Promise<void> {
  const files = distinctFiles(found.sitemaps.map((file) => ({ ...file, lastmod: null })));
  return writeUnderLease(db, claim, async (tx, { job }) => {
    await endTask(tx, claim.taskId, { status: "complete", reason: "sitemaps_sought" });
    await recordSearch(tx, claim.jobId, found);
    await insertSitemapFiles(
      tx,
      { jobId: job.job_id, domainId: job.domain_id, parentId: null, depth: 0, room: MAX_FILES },
      files,
    );
    await settleJob(tx, claim.jobId);
  });
}

/** The site could not be searched: tried again later, or the end of the job. */
export function failDiscovery(
  db: Db,
  claim: Claim,
  failure: TaskFailure,
  policy: RetryPolicy,
): Promise<void> {
  return writeUnderLease(db, claim, async (tx, { task }) => {
    if (await putBackToRetry(tx, task, failure, policy)) return;
    const error = { code: failure.outcome, message: failure.message };
    await endTask(tx, claim.taskId, { status: "failed", reason: failure.outcome, error });
    await markJob(tx, claim.jobId, { status: "failed", error });
  });
}

/** A file was read, wholly or as far as it goes. */
export function endFile(db: Db, claim: FileClaim, columns: FileResultColumns): Promise<void> {
  return writeUnderLease(db, claim, async (tx) => {
    await recordFile(tx, claim, columns);
    const end = () => endTask(tx, claim.taskId, { status: "complete", reason: columns.outcome });
    await settleJob(tx, claim.jobId, { taskId: claim.taskId, end });
  });
}

/** A file could not be read: tried again later, or noted as failed while the scan goes on. */
export function failFile(
  db: Db,
  claim: FileClaim,
  columns: FileResultColumns,
  failure: TaskFailure,
  policy: RetryPolicy,
): Promise<void> {
  return writeUnderLease(db, claim, async (tx, { task }) => {
    if (await putBackToRetry(tx, task, failure, policy)) return;
    const error = { code: failure.outcome, message: failure.message };
    await recordFile(tx, claim, columns);
    const end = () =>
      endTask(tx, claim.taskId, { status: "failed", reason: failure.outcome, error });
    await settleJob(tx, claim.jobId, { taskId: claim.taskId, end });
  });
}

/** Hands a task back unfinished, as on shutdown: at once for the next worker, no attempt burnt. */
export function handBackTask(db: Db, claim: Claim, reason: string): Promise<void> {
  return writeUnderLease(db, claim, (tx) =>
    putBackTask(tx, claim.taskId, { reason, delayMs: 0, because: "interrupted" }),
  );
}

async function recordFile(tx: Tx, claim: FileClaim, result: FileResultColumns): Promise<void> {
  const { findings = [], ...columns } = result;
  await recordFileResult(tx, claim.file.id, { ...columns, audited: true });
  const { id, url } = claim.file;
  await recordFileFindings(tx, { id, url, jobId: claim.jobId }, findings);
}

async function putBackToRetry(
  tx: Tx,
  task: TaskRow,
  failure: TaskFailure,
  policy: RetryPolicy,
): Promise<boolean> {
  if (!isRetryable(failure.outcome)) return false;
  const isSnooze = failure.retryAfterMs !== null && task.snoozes < MAX_SNOOZES;
  if (!isSnooze && task.attempt >= policy.maxAttempts) return false;
  await putBackTask(tx, task.id, {
    reason: failure.outcome,
    delayMs: failure.retryAfterMs ?? backoffMs(task.attempt, policy),
    because: isSnooze ? "snoozed" : "failed",
    error: { code: failure.outcome, message: failure.message },
  });
  return true;
}
