import {
  countLiveJobsOfKey,
  inTransaction,
  upsertDomain,
  type Db,
  type Tx,
} from "@sitemap-scanner/database";
import type { JobSource, PageHosts } from "@sitemap-scanner/contracts";
import { crashPoint } from "@sitemap-scanner/runtime";
import { addJob } from "./add-job.ts";
import { ScanInProgressError, TooManyLiveScansError } from "./errors.ts";

/** How the jobs that this process adds are bounded. */
export interface ScanPolicy {
  /** Tasks of one job that may be out at a time. */
  window: number;
  /** From its creation on, the time that a job may take, in ms. */
  deadlineMs: number;
  /** Live jobs of one key, at most. Default: any number. */
  maxLivePerKey?: number;
}

/** The key that somebody asked with. */
export interface Requester {
  owner: string;
  keyId: string;
}

/** What is to be committed together with a new job. */
export type OnInserted = (tx: Tx, jobId: string) => Promise<void>;

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
  /** Null where access is off. */
  requester: Requester | null;
}

/**
 * @throws ScanInProgressError when the domain has a live scan
 * @throws TooManyLiveScansError when the key has as many as it may have
 */
export type SubmitScan = (
  submission: ScanSubmission,
  onInserted?: OnInserted,
) => Promise<{ jobId: string }>;

/** Commits a pending scan. The insert is the trigger: the database adds its task and message. */
export function createSubmitScan({ db, ...policy }: { db: Db } & ScanPolicy): SubmitScan {
  return async (submission, onInserted) => {
    const { requester } = submission;
    const job = await inTransaction(db, async (tx) => {
      if (requester) await refuseTooMany(tx, requester.keyId, policy.maxLivePerKey);
      const domainId = await upsertDomain(tx, submission.domain);
      const { jobId, isNew } = await addJob(tx, {
        domainId,
        source: submission.source,
        createdBy: requester?.owner ?? null,
        createdByKey: requester?.keyId ?? null,
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
      await onInserted?.(tx, jobId);
      crashPoint("submit.inserted");
      return { jobId };
    });
    crashPoint("submit.committed");
    return job;
  };
}

/** @throws TooManyLiveScansError */
async function refuseTooMany(tx: Tx, keyId: string, limit = Infinity): Promise<void> {
  if ((await countLiveJobsOfKey(tx, keyId)) >= limit) throw new TooManyLiveScansError(limit);
}
