import type { Domain, DomainDetail } from "@sitemap-scanner/contracts";
import type { DomainView, JobView } from "@sitemap-scanner/database";
import { toJob } from "../scans/to-job.ts";
import { intervalOf } from "../interval.ts";

export function toDomain(row: DomainView): Domain {
  const seconds = row.rescan_every_seconds;
  return {
    domain: row.domain,
    status: row.sitemap_analysis_status,
    error: row.sitemap_analysis_error,
    latest_job_id: row.latest_job_id,
    schedule: {
      every: seconds === null ? null : intervalOf(seconds),
      next_scan_at: toIso(row.next_scan_at),
    },
    queued_at: toIso(row.queued_at),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

export function toDomainDetail(row: DomainView, job: JobView | undefined): DomainDetail {
  return { ...toDomain(row), latest_job: job ? toJob(job) : null };
}

/** A time that somebody wrote as `infinity` comes as a number, and is no time to show. */
function toIso(at: Date | null): string | null {
  return at instanceof Date ? at.toISOString() : null;
}
