import type { Explanation } from "@sitemap-scanner/contracts";
import {
  countOpenTasks,
  findDiscovery,
  findEndOfJob,
  findJobView,
  listFailedSitemapFiles,
  listOpenTasks,
  listWorkers,
  type Db,
  type JobView,
} from "@sitemap-scanner/database";
import { detailsOfEndedJob, summaryOfEndedJob } from "./ended-job.ts";
import { detailsOfLiveJob, summaryOfLiveJob } from "./live-job.ts";

const OPEN_TASKS = 20;
const FAILED_FILES = 50;
const WORKERS = 100;

/**
 * Says for people who owes the next step of a job and by when, or how it ended and why.
 * @returns undefined when there is no such job
 */
export function explainJob(db: Db, jobId: string): Promise<Explanation | undefined> {
  // One snapshot: a job that ends meanwhile must not look like one that nobody works for.
  const snapshot = db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only");
  return snapshot.execute(async (tx) => {
    const job = await findJobView(tx, jobId);
    if (!job) return undefined;
    const words =
      job.finished_at === null ? await explainLive(tx, job) : await explainEnded(tx, job);
    return { job_id: jobId, status: job.status, ...words };
  });
}

type Words = Pick<Explanation, "summary" | "details">;

async function explainLive(db: Db, job: JobView): Promise<Words> {
  const facts = {
    job,
    openTasks: await listOpenTasks(db, job.job_id, OPEN_TASKS),
    counts: await countOpenTasks(db, job.job_id),
    workers: await listWorkers(db, WORKERS),
    now: new Date(),
  };
  return { summary: summaryOfLiveJob(facts), details: detailsOfLiveJob(facts) };
}

async function explainEnded(db: Db, job: JobView): Promise<Words> {
  const facts = {
    job,
    end: await findEndOfJob(db, job.job_id),
    failedFiles: await listFailedSitemapFiles(db, job.job_id, FAILED_FILES),
    discovery: await findDiscovery(db, job.job_id),
    now: new Date(),
  };
  return { summary: summaryOfEndedJob(facts), details: detailsOfEndedJob(facts) };
}
