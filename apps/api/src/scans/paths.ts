import { OPERATIONS, pathOf } from "@sitemap-scanner/contracts";

/** A path without a host: clients resolve it against the one they called. */
export function statusUrl(jobId: string): string {
  return pathOf(OPERATIONS.getScanStatus, { job_id: jobId });
}
