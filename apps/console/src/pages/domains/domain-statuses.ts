import type { DomainStatus } from "@sitemap-scanner/contracts";

/** What each status of a domain means. */
export const DOMAIN_STATUSES: Readonly<Record<DomainStatus, string>> = {
  new: "never scanned",
  queued: "scanned when there is room",
  submitted: "its scan waits for a worker",
  processing: "being scanned",
  complete: "its latest scan is complete",
  failed: "its latest scan failed",
};
