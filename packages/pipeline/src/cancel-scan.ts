import { inTransaction, lockJob, markJob, type Db } from "@sitemap-scanner/database";
import { JobNotFoundError, JobNotLiveError } from "./errors.ts";

/**
 * @throws JobNotFoundError when there is no such job
 * @throws JobNotLiveError when it has ended
 */
export type CancelScan = (jobId: string) => Promise<void>;

/**
 * Ends a live scan. The database cancels its open tasks in the same statement; a worker that is at
 * one of them finds its lease gone at its next write or heartbeat, and stops fetching.
 */
export function createCancelScan({ db }: { db: Db }): CancelScan {
  return (jobId) =>
    inTransaction(db, async (tx) => {
      const job = await lockJob(tx, jobId);
      if (!job) throw new JobNotFoundError(jobId);
      if (job.finished_at) throw new JobNotLiveError(jobId, job.status);
      await markJob(tx, jobId, { status: "cancelled", reason: "cancel_requested" });
    });
}
