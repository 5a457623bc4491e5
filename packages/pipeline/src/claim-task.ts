import type { Doorbell } from "@sitemap-scanner/contracts";
import {
  findJob,
  findSitemapFile,
  inTransaction,
  lockJob,
  markJob,
  takeTask,
  type Db,
  type JobRow,
  type SitemapFileRow,
} from "@sitemap-scanner/database";

/** A task that this worker may write for, with what it needs to do it. */
export interface ClaimedTask {
  taskId: string;
  lease: number;
  jobId: string;
  /** The job as it was claimed. */
  job: JobRow;
  /** Attempts so far, this one included. */
  attempt: number;
  /** The file to read; null for the `discover` task. */
  file: FileToRead | null;
}

/** A file of a scan, as its task needs it. */
export interface FileToRead {
  id: string;
  url: string;
  urlHash: Buffer;
  /** Indexes above it. */
  depth: number;
  /** An earlier attempt has stored pages of it. */
  isBegun: boolean;
}

export interface ClaimPolicy {
  workerId: string;
  /** How long the claim stands without a heartbeat, in ms. */
  leaseMs: number;
}

/**
 * `undefined` when there is nothing to do: done already, taken by another, or an older generation.
 * `jobId` is the job of the task, which never changes.
 */
export type ClaimTask = (doorbell: Doorbell, jobId: string) => Promise<ClaimedTask | undefined>;

export function createClaimTask({ db, ...policy }: { db: Db } & ClaimPolicy): ClaimTask {
  return (doorbell, jobId) =>
    inTransaction(db, async (tx) => {
      // Only the first task of a job changes the job, and then the job is locked before the task.
      const current = await findJob(tx, jobId);
      const job = current?.status === "pending" ? await lockJob(tx, jobId) : current;
      if (!job) return undefined;
      const task = await takeTask(tx, { ...doorbell, ...policy });
      if (!task) return undefined;
      if (job.status === "pending") {
        await markJob(tx, job.job_id, { status: "running", reason: "first_task_claimed" });
      }
      const file =
        task.sitemap_file_id === null ? undefined : await findSitemapFile(tx, task.sitemap_file_id);
      return {
        taskId: task.id,
        lease: task.lease,
        jobId: job.job_id,
        job,
        attempt: task.attempt,
        file: file ? toFileToRead(file) : null,
      };
    });
}

function toFileToRead(file: SitemapFileRow): FileToRead {
  const { id, url, url_hash: urlHash, depth } = file;
  return { id, url, urlHash, depth, isBegun: file.pages_found > 0 };
}
