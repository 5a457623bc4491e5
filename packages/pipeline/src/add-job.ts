import { findLiveJob, insertJob, type NewJob, type Tx } from "@sitemap-scanner/database";
import { v7 as uuidv7 } from "uuid";

/** Adds a job to a domain, or finds the live one that it has already. */
export async function addJob(
  tx: Tx,
  job: Omit<NewJob, "jobId">,
): Promise<{ jobId: string; isNew: boolean }> {
  for (;;) {
    const added = await insertJob(tx, { ...job, jobId: uuidv7() });
    if (added) return { jobId: added.job_id, isNew: true };
    const live = await findLiveJob(tx, job.domainId);
    if (live) return { jobId: live.job_id, isNew: false };
    // The live one ended between the two statements, so there is room for ours now.
  }
}
