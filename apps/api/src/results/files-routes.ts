import { OPERATIONS, ResultFormat, type FilesQuery } from "@sitemap-scanner/contracts";
import {
  countSitemapFiles,
  findJobViewOfFile,
  findLastEndedJobView,
  listSitemapFiles,
  readSitemapFiles,
  type Db,
  type JobView,
} from "@sitemap-scanner/database";
import { parseDomain } from "@sitemap-scanner/sitemap";
import { Router, type Request, type Response } from "express";
import { getDomainView } from "../domains/get-domain.ts";
import { InvalidCursorError } from "../http/cursor.ts";
import { decodeIdCursor, encodeIdCursor } from "../http/id-cursor.ts";
import { toListPage } from "../http/list-page.ts";
import { serve } from "../http/serve.ts";
import { getJob } from "../scans/get-job.ts";
import { chooseFormat, refusePaging } from "./choose-format.ts";
import { FILE_FORMATS } from "./formats.ts";
import { countWithin } from "./list-pages.ts";
import { fileName, sendExport } from "./send-export.ts";
import { toSitemapFile } from "./to-sitemap-file.ts";

/** Files that an export reads at a time. */
const BATCH = 1_000;
/** Of no job: what a domain has that was never scanned to an end. */
const NO_JOB = "00000000-0000-0000-0000-000000000000";

/** The sitemap files that scans came across, to look at or to take away. */
export function filesRoutes({ db }: { db: Db }): Router {
  const router = Router();

  serve(router, OPERATIONS.listJobFiles, async ({ params, query }, res, req) => {
    const afterId = decodeIdCursor("files", query.cursor);
    const job = await getJob(db, params.job_id);
    const name = fileName(job.domain, "files", job.job_id);
    await sendFiles(db, { req, res }, { job, name, more: {} }, { ...query, afterId });
  });

  serve(router, OPERATIONS.listDomainFiles, async ({ params, query }, res, req) => {
    const afterId = decodeIdCursor("files", query.cursor);
    const { domain } = parseDomain(params.domain);
    const { id } = await getDomainView(db, domain);
    const job = await (afterId === undefined
      ? findLastEndedJobView(db, id)
      : // A scan that ended since then has a listing of its own.
        findJobViewOfFile(db, id, afterId));
    if (afterId !== undefined && !job) throw new InvalidCursorError();
    const files = { job, name: fileName(domain, "files"), more: { job_id: job?.job_id ?? null } };
    await sendFiles(db, { req, res }, files, { ...query, afterId });
  });

  return router;
}

interface FilesOfJob {
  job: JobView | undefined;
  /** Of a file that they are saved in. */
  name: string;
  /** What a page of json says besides. */
  more: object;
}

async function sendFiles(
  db: Db,
  http: { req: Request; res: Response },
  { job, name, more }: FilesOfJob,
  query: Omit<FilesQuery, "cursor"> & { afterId: string | undefined },
): Promise<void> {
  const format = chooseFormat(http, query.format, ResultFormat.options);
  const jobId = job?.job_id ?? NO_JOB;
  const { outcome, status, kind, parent_id: parent } = query;
  const filter = { outcome, status, kind, parentId: parent === "root" ? null : parent };
  const range = { ...filter, afterId: query.afterId };
  if (format !== "json") {
    refusePaging(query);
    const batches = toFiles(readSitemapFiles(db, jobId, { ...range, limit: BATCH }));
    return sendExport(http.res, FILE_FORMATS[format], { name, batches });
  }
  const { limit = 100 } = query;
  const files = await listSitemapFiles(db, jobId, { ...range, limit: limit + 1 });
  const total = query.total === "true" && {
    total: await countWithin(db, (tx) => countSitemapFiles(tx, jobId, filter)),
  };
  const page = toListPage(files, limit, { toItem: toSitemapFile, cursorOf: filesCursor });
  http.res.json({ ...more, ...page, ...total });
}

const filesCursor = (file: { id: string }) => encodeIdCursor("files", file.id);

async function* toFiles(batches: ReturnType<typeof readSitemapFiles>) {
  for await (const batch of batches) yield batch.map(toSitemapFile);
}
