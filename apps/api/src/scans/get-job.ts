import { findJobView, type Db, type JobView } from "@sitemap-scanner/database";
import { JobNotFoundError } from "@sitemap-scanner/pipeline";

/** @throws JobNotFoundError */
export async function getJob(db: Db, jobId: string): Promise<JobView> {
  const job = await findJobView(db, jobId);
  if (!job) throw new JobNotFoundError(jobId);
  return job;
}
