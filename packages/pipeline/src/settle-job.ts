import {
  cancelUnstartedTasks,
  findJob,
  hasOpenTask,
  insertDiscoverTask,
  markJob,
  recordLimitHit,
  releaseHeldTasks,
  skipUnstartedFiles,
  type JobRow,
  type Tx,
} from "@sitemap-scanner/database";
import { settlePages } from "./settle-pages.ts";

/** A task that is about to end, and the write that ends it. */
interface EndingTask {
  taskId: string;
  end: () => Promise<void>;
}

/**
 * What follows the end of a task: the next held ones are released, and the last one to end finishes
 * the job, or lets the search go on if nothing was read. The caller holds the job's lock.
 *
 * @param ending the task, when it has not ended yet: very many pages take long to settle, and until then its row
 *   is not locked, so that its lease can be renewed
 */
export async function settleJob(tx: Tx, jobId: string, ending?: EndingTask): Promise<void> {
  const job = await findJob(tx, jobId);
  if (!job || job.finished_at) return ending?.end();
  const isFull = job.pages_found >= job.max_pages;
  if (isFull) await leaveOutTheRest(tx, jobId);
  const isLast = !(await hasOpenTask(tx, jobId, ending?.taskId));
  if (isLast && job.sitemaps_read > 0) await settlePages(tx, { jobId, domainId: job.domain_id });
  await ending?.end();
  if (isLast) await finishJob(tx, jobId);
  else if (!isFull) await releaseNextTasks(tx, job);
}

async function leaveOutTheRest(tx: Tx, jobId: string): Promise<void> {
  const skipped = await skipUnstartedFiles(tx, jobId);
  if (skipped > 0) await recordLimitHit(tx, jobId, "max_pages");
  await cancelUnstartedTasks(tx, jobId, "limit_reached");
}

async function releaseNextTasks(tx: Tx, job: JobRow): Promise<void> {
  await releaseHeldTasks(tx, {
    jobId: job.job_id,
    window: job.crawl_delay_ms === null ? job.task_window : 1,
    delayMs: job.crawl_delay_ms ?? 0,
  });
}

async function finishJob(tx: Tx, jobId: string): Promise<void> {
  const job = await findJob(tx, jobId);
  if (!job) return;
  if (job.sitemaps_read > 0) {
    await markJob(tx, jobId, { status: "complete", reason: "all_tasks_ended" });
  } else if (job.search_next !== null) {
    const delayMs = job.crawl_delay_ms ?? 0;
    await insertDiscoverTask(tx, { jobId, reason: "no_sitemap_read_yet", delayMs });
  } else {
    await markJob(tx, jobId, { status: "failed", error: emptyHanded(job) });
  }
}

/** Finishing with nothing is not success. */
function emptyHanded(job: JobRow): { code: string; message: string } {
  if (job.sitemaps_found === 0) {
    return { code: "no_sitemap_found", message: "No sitemap was found on the site" };
  }
  return {
    code: "no_sitemap_read",
    message: `None of the ${job.sitemaps_found} sitemaps of the site could be read`,
  };
}
