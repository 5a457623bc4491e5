import type { JobStatus } from "@sitemap-scanner/contracts";

/** In the order in which a scan goes through them. */
export const JOB_STATUSES = [
  "pending",
  "running",
  "complete",
  "failed",
  "cancelled",
] as const satisfies readonly JobStatus[];

/** Which scans are shown, as the address of the page has it. */
export interface ScanFilter {
  status: JobStatus | undefined;
  domain: string | undefined;
  older_than: string | undefined;
}

export function readFilter(search: URLSearchParams): ScanFilter {
  return {
    status: JOB_STATUSES.find((status) => status === search.get("status")),
    domain: search.get("domain") ?? undefined,
    older_than: search.get("older_than") ?? undefined,
  };
}
