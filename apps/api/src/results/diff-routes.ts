import { OPERATIONS, type DiffQuery, type ScanDiff } from "@sitemap-scanner/contracts";
import {
  countChanges,
  findScanBefore,
  isScanAfter,
  readChangeWindows,
  sweepChanges,
  type ChangedPageView,
  type Db,
  type JobView,
  type PageWindow,
  type ScanPair,
} from "@sitemap-scanner/database";
import { JobNotFinishedError } from "@sitemap-scanner/pipeline";
import { Router } from "express";
import { serve } from "../http/serve.ts";
import { decodePagesCursor } from "../scans/cursors.ts";
import { getJob } from "../scans/get-job.ts";
import { chooseFormat, refusePaging } from "./choose-format.ts";
import { DIFF_FORMATS } from "./formats.ts";
import { createSweep, EXPORT_WINDOWS, listWindows, rowsOf, toWindowedPage } from "./list-pages.ts";
import { requireJobsOfDomain } from "./page-filter.ts";
import { fileName, sendExport } from "./send-export.ts";
import { toChangedPage } from "./to-page.ts";

class NoEarlierScanError extends Error {
  override readonly name = "NoEarlierScanError";
  readonly code = "no_earlier_scan";
}

/** Pages came back or changed again since, and how they stood before is not stored. */
class DiffNotExactError extends Error {
  override readonly name = "DiffNotExactError";
  readonly code = "diff_not_exact";

  constructor(pages: string) {
    super(`Cannot compare these scans exactly: ${pages} came back or changed again since`);
  }
}

/** What became of pages between two scans. */
export function diffRoutes({ db }: { db: Db }): Router {
  const router = Router();

  serve(router, OPERATIONS.diffJobs, async ({ params, query }, res, req) => {
    const after = decodePagesCursor(query.cursor);
    const job = await getJob(db, params.job_id);
    const pair = await toScanPair(db, job, query.against);
    const format = chooseFormat({ req, res }, query.format, ["json", "ndjson", "csv"]);
    if (format !== "json") refusePaging(query);
    const counts = query.cursor === undefined ? await countExactly(db, pair) : null;
    const { change } = query;
    const range = { after, change };
    if (format !== "json") {
      const windows = known(readChangeWindows(db, pair, { ...range, ...EXPORT_WINDOWS }));
      const name = fileName(job.domain, "diff", pair.before, pair.after);
      const batches = rowsOf(windows, toChangedPage);
      return sendExport(res, DIFF_FORMATS[format], { name, batches });
    }
    const { limit = 100 } = query;
    const windows = known(readChangeWindows(db, pair, { ...range, ...listWindows(limit) }));
    const sweep = createSweep(db, async (tx, swept) =>
      requireKnown(await sweepChanges(tx, pair, { ...swept, change })),
    );
    const page = await toWindowedPage(windows, limit, toChangedPage, sweep);
    res.json({ job_id: pair.after, against: pair.before, counts, ...page } satisfies ScanDiff);
  });

  return router;
}

/**
 * @throws JobNotFinishedError, NoEarlierScanError
 * @throws JobNotOfDomainError when `against` is no job of the domain
 */
async function toScanPair(db: Db, job: JobView, against: DiffQuery["against"]): Promise<ScanPair> {
  if (!job.finished_at) throw new JobNotFinishedError(job.job_id, job.status);
  if (against !== undefined) await requireJobsOfDomain(db, job.domain_id, [against]);
  const before = against?.toLowerCase() ?? (await findScanBefore(db, job.job_id));
  if (before === undefined || !(await isScanAfter(db, before, job.job_id))) {
    throw new NoEarlierScanError(
      before === undefined
        ? `Cannot compare job "${job.job_id}": no scan of its domain completed before it`
        : `Cannot compare job "${job.job_id}" with "${before}": that one is not the earlier of the two`,
    );
  }
  return { domainId: job.domain_id, before, after: job.job_id };
}

/** @throws DiffNotExactError */
async function countExactly(db: Db, pair: ScanPair): Promise<NonNullable<ScanDiff["counts"]>> {
  const { unknown, ...counts } = await countChanges(db, pair);
  if (unknown > 0) throw new DiffNotExactError(`${unknown} pages`);
  return counts;
}

type KnownChange = ChangedPageView & { change: Exclude<ChangedPageView["change"], "unknown"> };

async function* known(
  windows: AsyncIterable<PageWindow<ChangedPageView>>,
): AsyncGenerator<PageWindow<KnownChange>> {
  for await (const window of windows) yield { ...window, pages: requireKnown(window.pages) };
}

/**
 * A later scan may have changed a page since they were counted.
 * @throws DiffNotExactError
 */
function requireKnown(pages: readonly ChangedPageView[]): KnownChange[] {
  const sure = pages.filter(isKnown);
  if (sure.length < pages.length) throw new DiffNotExactError("pages");
  return sure;
}

function isKnown(page: ChangedPageView): page is KnownChange {
  return page.change !== "unknown";
}
