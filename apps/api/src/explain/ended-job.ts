import type { JobEventView, JobView, SitemapFileView } from "@sitemap-scanner/database";
import { z } from "zod";
import { toJobError } from "../scans/to-job.ts";
import { adviceOn } from "../scans/to-sitemap-file.ts";
import { count, duration, moment } from "./words.ts";

export interface EndedFacts {
  job: JobView;
  /** The event of its end: who did it and why. */
  end: JobEventView | undefined;
  /** The first of those that failed. */
  failedFiles: readonly SitemapFileView[];
  /** What the search for sitemaps tried, as the worker noted it. */
  discovery: unknown;
  now: Date;
}

/** How a job ended, and why. */
export function summaryOfEndedJob({ job, end, now }: EndedFacts): string {
  const took = duration((job.finished_at ?? now).getTime() - job.created_at.getTime());
  switch (job.status) {
    case "complete":
      return `Complete after ${took}: ${job.sitemaps_read} of ${count(job.sitemaps_found, "sitemap")} read, ${count(job.pages_found, "page")} found, ${job.pages_new} of them new`;
    case "cancelled":
      return `Cancelled after ${took} by "${end?.actor ?? "unknown"}" (${end?.reason ?? "no reason noted"}), at ${moment(job.finished_at ?? now, now)}`;
    default: {
      const error = toJobError(job.error);
      return `Failed after ${took} with ${error?.code ?? "no code"}: ${error?.message ?? ""}`;
    }
  }
}

export function detailsOfEndedJob({ job, failedFiles, discovery }: EndedFacts): string[] {
  const unseen = job.sitemaps_failed - failedFiles.length;
  return [
    ...(job.pages_found >= job.max_pages
      ? [`max_pages of ${job.max_pages} was reached: scan again with more to have the rest`]
      : []),
    ...failedFiles.map(wordsOnFailure),
    ...(unseen > 0 ? [`${count(unseen, "more sitemap")} failed: see the files of this job`] : []),
    ...(job.sitemaps_found === 0 ? wordsOnDiscovery(discovery) : []),
  ];
}

function wordsOnFailure(file: SitemapFileView): string {
  const words = [file.outcome_detail, adviceOn(file.outcome)].filter((word) => word !== null);
  return `${file.url}: ${file.outcome}: ${words.join(" — ")}`;
}

/** Written by the worker; a job that was ended by SQL has none, or anything. */
const Tried = z
  .array(z.object({ url: z.string(), outcome: z.string(), note: z.string() }))
  .catch([]);

function wordsOnDiscovery(discovery: unknown): string[] {
  return Tried.parse(discovery).map(
    ({ url, outcome, note }) => `Tried ${url}: ${outcome}${note ? `: ${note}` : ""}`,
  );
}
