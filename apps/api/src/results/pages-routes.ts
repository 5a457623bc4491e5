import { OPERATIONS, ResultFormat, type PagesQuery } from "@sitemap-scanner/contracts";
import { readPageWindows, sweepPages, type Db, type JobView } from "@sitemap-scanner/database";
import { parseDomain } from "@sitemap-scanner/sitemap";
import { Router, type Request, type Response } from "express";
import { getDomainView } from "../domains/get-domain.ts";
import { serve } from "../http/serve.ts";
import { decodePagesCursor } from "../scans/cursors.ts";
import { getJob } from "../scans/get-job.ts";
import { chooseFormat, refusePaging } from "./choose-format.ts";
import { PAGE_FORMATS } from "./formats.ts";
import {
  createSweep,
  EXPORT_WINDOWS,
  listWindows,
  rowsOf,
  totalOf,
  toWindowedPage,
} from "./list-pages.ts";
import { isFiltered, toPageFilter } from "./page-filter.ts";
import { hashRangeOf } from "./part.ts";
import { fileName, sendExport } from "./send-export.ts";
import { toPage } from "./to-page.ts";

/** Whose pages: those that a job saw, or those that a domain lists now. */
interface PageScope {
  domainId: string;
  seenBy?: JobView;
  /** Of a file that they are saved in. */
  name: string;
}

/** What scans found, to look at or to take away. */
export function pagesRoutes({ db }: { db: Db }): Router {
  const router = Router();

  serve(router, OPERATIONS.listJobPages, async ({ params, query }, res, req) => {
    const cursor = decodePagesCursor(query.cursor);
    const job = await getJob(db, params.job_id);
    const name = fileName(job.domain, "pages", job.job_id);
    const scope = { domainId: job.domain_id, seenBy: job, name };
    await sendPages(db, { req, res }, scope, { ...query, cursor });
  });

  serve(router, OPERATIONS.listDomainPages, async ({ params, query }, res, req) => {
    const cursor = decodePagesCursor(query.cursor);
    const { domain } = parseDomain(params.domain);
    const { id: domainId } = await getDomainView(db, domain);
    const scope = { domainId, name: fileName(domain, "pages") };
    await sendPages(db, { req, res }, scope, { ...query, cursor });
  });

  return router;
}

async function sendPages(
  db: Db,
  http: { req: Request; res: Response },
  { name, ...scope }: PageScope,
  query: Omit<PagesQuery, "cursor"> & { cursor: string | undefined },
): Promise<void> {
  const format = chooseFormat(http, query.format, ResultFormat.options);
  if (format !== "json") refusePaging(query);
  const filter = await toPageFilter(db, scope, query);
  const { after, until } = hashRangeOf(query.part);
  const range = { after: query.cursor ?? after, until };
  if (format !== "json") {
    const windows = readPageWindows(db, filter, { ...range, ...EXPORT_WINDOWS });
    return sendExport(http.res, PAGE_FORMATS[format], { name, batches: rowsOf(windows, toPage) });
  }
  const { limit = 100 } = query;
  const windows = readPageWindows(db, filter, { ...range, ...listWindows(limit) });
  const sweep = createSweep(db, (tx, swept) => sweepPages(tx, filter, { ...swept, until }));
  const page = await toWindowedPage(windows, limit, toPage, sweep);
  const counted = isFiltered(query) ? undefined : scope.seenBy;
  const total = query.total === "true" && { total: await totalOf(db, filter, counted) };
  http.res.json({ ...page, ...total });
}
