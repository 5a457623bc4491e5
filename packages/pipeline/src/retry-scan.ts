import { findJob, type Db } from "@sitemap-scanner/database";
import { JobNotFinishedError, JobNotFoundError } from "./errors.ts";
import { readScanOrder } from "./scan-order.ts";
import {
  createSubmitScan,
  type OnInserted,
  type Requester,
  type ScanPolicy,
} from "./submit-scan.ts";

/**
 * @throws JobNotFoundError when there is no such job
 * @throws JobNotFinishedError when it has not ended
 * @throws InvalidParamsError when what it asked for makes no sense
 * @throws ScanInProgressError when the domain has another live scan
 */
export type RetryScan = (
  jobId: string,
  requester: Requester | null,
  onInserted?: OnInserted,
) => Promise<{ jobId: string }>;

/** Asks for the same scan again. Nothing leaves a terminal state, so it is a new job. */
export function createRetryScan({ db, ...policy }: { db: Db } & ScanPolicy): RetryScan {
  const submitScan = createSubmitScan({ db, ...policy });
  return async (jobId, requester, onInserted) => {
    const job = await findJob(db, jobId);
    if (!job) throw new JobNotFoundError(jobId);
    if (!job.finished_at) throw new JobNotFinishedError(jobId, job.status);
    const order = readScanOrder(job);
    return submitScan({ ...order, maxPages: job.max_pages, source: "api", requester }, onInserted);
  };
}
