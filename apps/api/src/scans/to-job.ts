import type { Job, ScanStatus } from "@sitemap-scanner/contracts";
import type { JobView, SitemapFileView } from "@sitemap-scanner/database";
import { z } from "zod";
import { progressOf } from "./progress.ts";

/** `jobs.error` may have been written by anybody with SQL; only `code` is sure to be there. */
const StoredError = z.looseObject({ code: z.string(), message: z.string().default("") });

export function toJob(job: JobView): Job {
  return {
    job_id: job.job_id,
    status: job.status,
    domain: job.domain,
    source: job.source,
    progress: progressOf(job),
    created_at: job.created_at.toISOString(),
    started_at: job.started_at?.toISOString() ?? null,
    finished_at: job.finished_at?.toISOString() ?? null,
    max_pages: job.max_pages,
    result: {
      sitemaps_found: job.sitemaps_found,
      sitemaps_read: job.sitemaps_read,
      sitemaps_failed: job.sitemaps_failed,
      pages_found: job.pages_found,
      pages_new: job.pages_new,
      pages_changed: job.pages_changed,
      pages_removed: job.pages_removed,
      limits_hit: job.limits_hit,
    },
    error: toJobError(job.error),
  };
}

export function toScanStatus(job: JobView, files: readonly SitemapFileView[]): ScanStatus {
  const sitemaps = files.map(({ url, kind, outcome }) => ({ url, kind, outcome }));
  return { ...toJob(job), metadata: { sitemaps } };
}

export function toJobError(error: unknown): Job["error"] {
  const stored = StoredError.safeParse(error);
  return stored.success ? { code: stored.data.code, message: stored.data.message } : null;
}
