import { inTransaction, upsertDomain, type Db } from "@sitemap-scanner/database";
import type { JobSource, PageHosts } from "@sitemap-scanner/contracts";
import { crashPoint } from "@sitemap-scanner/runtime";
import { addJob } from "./add-job.ts";
import { ScanInProgressError } from "./errors.ts";

/** How the jobs that this process adds are bounded. */
export interface ScanPolicy {
  /** Tasks of one job that may be out at a time. */
  window: number;
  /** From its creation on, the time that a job may take, in ms. */
  deadlineMs: number;
}

export interface ScanSubmission {
  /** Canonical authority: lower-case punycode host, plus the port if not the scheme's default. */
  domain: string;
  /** The scheme that was asked for; null tries https, then http. */
  scheme: "http" | "https" | null;
  /** Path and query of the deep URL that was asked for; null for the home page. */
  path: string | null;
  maxPages: number;
  sitemapUrls?: readonly string[] | undefined;
  /** Whose pages are stored. */
  pageHosts: PageHosts;
  source: JobSource;
  createdBy: string | null;
}

/** @throws ScanInProgressError when the domain has a live scan */
export type SubmitScan = (submission: ScanSubmission) => Promise<{ jobId: string }>;

/** Commits a pending scan. The insert is the trigger: the database adds its task and message. */
export function createSubmitScan({ db, ...policy }: { db: Db } & ScanPolicy): SubmitScan {
  return async (submission) => {
    const job = await inTransaction(db, async (tx) => {
      const domainId = await upsertDomain(tx, submission.domain);
      const { jobId, isNew } = await addJob(tx, {
        domainId,
        source: submission.source,
        createdBy: submission.createdBy,
        maxPages: submission.maxPages,
        taskWindow: policy.window,
        deadlineMs: policy.deadlineMs,
        params: {
          ...(submission.scheme && { scheme: submission.scheme }),
          ...(submission.path !== null && { path: submission.path }),
          ...(submission.sitemapUrls && { sitemap_urls: submission.sitemapUrls }),
          ...(submission.pageHosts !== "any" && { page_hosts: submission.pageHosts }),
        },
      });
      if (!isNew) throw new ScanInProgressError(submission.domain, jobId);
      crashPoint("submit.inserted");
      return { jobId };
    });
    crashPoint("submit.committed");
    return job;
  };
}
