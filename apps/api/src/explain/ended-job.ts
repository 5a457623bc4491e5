import type {
  CancelledWorkView,
  JobEventView,
  JobView,
  SitemapFileView,
} from "@sitemap-scanner/database";
import { toJobError } from "../scans/to-job.ts";
import { adviceOn } from "../results/to-sitemap-file.ts";
import { count, duration, moment } from "./words.ts";
import { wordsOnSearch } from "./words-on-search.ts";

export interface EndedFacts {
  job: JobView;
  /** The event of its end: who did it and why. */
  end: JobEventView | undefined;
  /** The first of those that failed. */
  failedFiles: readonly SitemapFileView[];
  /** What the search for sitemaps tried, as the worker noted it. */
  discovery: unknown;
  /** Of a cancelled job: what workers were at when it was cancelled. */
  cancelledWork: readonly CancelledWorkView[];
  now: Date;
}

/** How a job ended, and why. */
export function summaryOfEndedJob({ job, end, cancelledWork, now }: EndedFacts): string {
  const took = duration((job.finished_at ?? now).getTime() - job.created_at.getTime());
  switch (job.status) {
    case "complete":
      return `Complete after ${took}: ${job.sitemaps_read} of ${count(job.sitemaps_found, "sitemap")} read, ${count(job.pages_found, "page")} found: ${job.pages_new} new, ${job.pages_changed} changed; ${job.pages_removed} removed`;
    case "cancelled":
      return `Cancelled after ${took} by "${end?.actor ?? "unknown"}" (${end?.reason ?? "no reason noted"}), at ${moment(job.finished_at ?? now, now)}${wordsOnHolding(cancelledWork)}`;
    default: {
      const error = toJobError(job.error);
      return `Failed after ${took} with ${error?.code ?? "no code"}: ${error?.message ?? ""}`;
    }
  }
}

export function detailsOfEndedJob(facts: EndedFacts): string[] {
  const { job, failedFiles, discovery, cancelledWork, now } = facts;
  const unseen = job.sitemaps_failed - failedFiles.length;
  return [
    ...job.limits_hit.map((limit) => wordsOnLimit(limit, job)),
    ...failedFiles.map(wordsOnFailure),
    ...(unseen > 0 ? [`${count(unseen, "more sitemap")} failed: see the files of this job`] : []),
    ...wordsOnSearch(discovery),
    ...cancelledWork.map((work) => wordsOnLettingGo(work, now)),
  ];
}

function wordsOnHolding(cancelledWork: readonly CancelledWorkView[]): string {
  const holding = cancelledWork.filter((work) => work.let_go_at === null).length;
  return holding === 0 ? "" : `; ${count(holding, "task")} not let go of yet`;
}

function wordsOnLettingGo(work: CancelledWorkView, now: Date): string {
  const after = (at: Date) => duration(at.getTime() - work.cancelled_at.getTime());
  return work.let_go_at === null
    ? `Worker "${work.worker_id}" has not let go for ${after(now)}: it hears of the end at its next heartbeat, and nothing that it writes is kept`
    : `Worker "${work.worker_id}" let go ${after(work.let_go_at)} after the cancel`;
}

function wordsOnLimit(limit: string, { max_pages }: JobView): string {
  switch (limit) {
    case "max_pages":
      return `max_pages of ${max_pages} was reached: scan again with more to have the rest`;
    case "max_depth":
      return "max_depth was reached: indexes that are nested deeper were not followed";
    case "max_files":
      return "max_files was reached: the sitemaps listed beyond it were not read";
    default:
      return `${limit} was reached: the scan does not have all there is`;
  }
}

function wordsOnFailure(file: SitemapFileView): string {
  const words = [file.outcome_detail, adviceOn(file.outcome)].filter((word) => word !== null);
  return `${file.url}: ${file.outcome}: ${words.join(" — ")}`;
}
