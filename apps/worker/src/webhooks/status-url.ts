import { OPERATIONS } from "@sitemap-scanner/contracts";

/** @param publicUrl where people reach the API; null: a path alone */
export function createStatusUrlOf(publicUrl: string | null): (jobId: string) => string {
  const { path } = OPERATIONS.getScanStatus;
  return (jobId) => `${publicUrl ?? ""}${path.replace("{job_id}", jobId)}`;
}
