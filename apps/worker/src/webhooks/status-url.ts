import { OPERATIONS, pathOf } from "@sitemap-scanner/contracts";

/** @param publicUrl where people reach the API; null: a path alone */
export function createStatusUrlOf(publicUrl: string | null): (jobId: string) => string {
  return (jobId) => `${publicUrl ?? ""}${pathOf(OPERATIONS.getScanStatus, { job_id: jobId })}`;
}
