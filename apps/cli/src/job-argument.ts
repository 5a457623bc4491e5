import { JobId } from "@sitemap-scanner/contracts";
import type { ApiClient } from "./api-client.ts";
import { CommandError, EXIT, UsageError } from "./errors.ts";

/**
 * The job that a command was asked about: by its id, or the newest of all.
 * @throws {UsageError} when neither was asked for, or both
 */
export async function resolveJob(
  api: ApiClient,
  id: string | undefined,
  latest: boolean,
): Promise<string> {
  if (id !== undefined && latest)
    throw new UsageError("Give the id of a job or --latest, not both");
  if (id !== undefined) return requireJobId(id);
  if (!latest) throw new UsageError("Give the id of a job, or --latest for the newest one");
  for await (const job of api.listJobs({ limit: 1 })) return job.job_id;
  throw new CommandError("There are no jobs yet: sitemap-scanner scan <domain>", EXIT.failed);
}

/** The job whose pages are those of a domain: the newest complete one, else the newest. */
export async function findJobOfDomain(api: ApiClient, domain: string): Promise<string> {
  for await (const job of api.listJobs({ domain, status: "complete", limit: 1 })) return job.job_id;
  for await (const job of api.listJobs({ domain, limit: 1 })) return job.job_id;
  throw new CommandError(
    `There is no scan of ${domain} yet: sitemap-scanner scan ${domain}`,
    EXIT.failed,
  );
}

/** Whether the text has the form of a job's id. */
export function isJobId(text: string): boolean {
  return JobId.safeParse(text).success;
}

/** @throws {UsageError} */
export function requireJobId(id: string): string {
  if (isJobId(id)) return id;
  throw new UsageError(`Cannot use "${id}" as the id of a job: it is no UUID`);
}
