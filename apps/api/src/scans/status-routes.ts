import { Router } from "express";
import { OPERATIONS, TERMINAL_STATUSES } from "@sitemap-scanner/contracts";
import { listJobViews, listSitemapFiles, type Db } from "@sitemap-scanner/database";
import { parseDomain } from "@sitemap-scanner/sitemap";
import { secondsOf } from "../interval.ts";
import { goneSignal } from "../http/gone-signal.ts";
import { toListPage } from "../http/list-page.ts";
import { serve } from "../http/serve.ts";
import { decodeJobsCursor, encodeJobsCursor } from "./cursors.ts";
import { getJob } from "./get-job.ts";
import type { JobWatcher } from "./job-watcher.ts";
import { toJob, toScanStatus } from "./to-job.ts";

/** Files that a status shows: the listing of files has them all. */
const STATUS_FILES = 100;

/** How scans stand: one of them, or all. */
export function statusRoutes({ db, watcher }: { db: Db; watcher: JobWatcher }): Router {
  const router = Router();

  serve(router, OPERATIONS.getScanStatus, async ({ params, query }, res) => {
    let job = await getJob(db, params.job_id);
    if (query.wait > 0 && !TERMINAL_STATUSES.includes(job.status)) {
      const signal = goneSignal(res);
      await watcher.waitForEnd(job.job_id, { timeoutMs: query.wait * 1_000, signal });
      if (signal.aborted) return;
      job = await getJob(db, params.job_id);
    }
    const files = await listSitemapFiles(db, job.job_id, { limit: STATUS_FILES });
    res.json(toScanStatus(job, files));
  });

  serve(router, OPERATIONS.listJobs, async ({ query }, res) => {
    const jobs = await listJobViews(db, {
      status: query.status,
      source: query.source,
      domain: query.domain === undefined ? undefined : parseDomain(query.domain).domain,
      olderThanSeconds: query.older_than === undefined ? undefined : secondsOf(query.older_than),
      after: decodeJobsCursor(query.cursor),
      limit: query.limit + 1,
    });
    res.json(toListPage(jobs, query.limit, { toItem: toJob, cursorOf: encodeJobsCursor }));
  });

  return router;
}
