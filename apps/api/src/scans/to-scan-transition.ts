import { JobStatus, type ScanTransition } from "@sitemap-scanner/contracts";
import type { JobTransitionView } from "@sitemap-scanner/database";

export function toScanTransition(event: JobTransitionView): ScanTransition {
  return {
    id: event.id,
    at: event.at.toISOString(),
    job_id: event.job_id,
    domain: event.domain,
    // Written by the trigger of a column that has no others.
    from: JobStatus.nullable().parse(event.from_status),
    to: JobStatus.parse(event.to_status),
    reason: event.reason,
    actor: event.actor,
  };
}
