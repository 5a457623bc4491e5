import { JobId } from "@sitemap-scanner/contracts";
import { findJobView, type Db, type JobView } from "@sitemap-scanner/database";
import { JobNotFoundError } from "@sitemap-scanner/pipeline";
import { z } from "zod";
import { parseRequest } from "../http/parse-request.ts";

const JobParams = z.object({ job_id: JobId });

/** @throws InvalidRequestError when the path holds no uuid */
export function readJobId(params: unknown): string {
  return parseRequest(JobParams, params).job_id;
}

/**
 * The job that a path names.
 * @throws InvalidRequestError
 * @throws JobNotFoundError
 */
export async function getJob(db: Db, params: unknown): Promise<JobView> {
  const jobId = readJobId(params);
  const job = await findJobView(db, jobId);
  if (!job) throw new JobNotFoundError(jobId);
  return job;
}
