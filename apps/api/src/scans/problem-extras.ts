import { JobId } from "@sitemap-scanner/contracts";
import { statusUrl } from "./paths.ts";

/** An error that names a job leads to it, as `scan_in_progress` does to the live one. */
export function jobOfProblem(error: object): Record<string, unknown> {
  const jobId = JobId.safeParse("jobId" in error ? error.jobId : undefined);
  return jobId.success ? { job_id: jobId.data, status_url: statusUrl(jobId.data) } : {};
}
