import {
  inTransaction,
  lockJob,
  findLeasedTask,
  type Db,
  type JobRow,
  type LeaseHolder,
  type TaskRow,
  type Tx,
} from "@sitemap-scanner/database";
import { LeaseLostError } from "./errors.ts";

/** What a worker writes for: its claim, and the job that it belongs to. */
export interface Claim extends LeaseHolder {
  jobId: string;
}

/**
 * The only way for a worker to write. Locks the job and proves that the lease is still ours. Whoever
 * takes a lease away locks the job first, so the proof holds until the transaction ends.
 *
 * @throws LeaseLostError when it is not; nothing is written then
 */
export function writeUnderLease<T>(
  db: Db,
  claim: Claim,
  work: (tx: Tx, rows: { job: JobRow; task: TaskRow }) => Promise<T>,
): Promise<T> {
  return inTransaction(db, async (tx) => {
    const job = await lockJob(tx, claim.jobId);
    const task = job && (await findLeasedTask(tx, claim));
    if (!job || !task) throw new LeaseLostError(claim.taskId, claim.lease);
    return work(tx, { job, task });
  });
}
