import { Router } from "express";
import { OPERATIONS, type Page } from "@sitemap-scanner/contracts";
import {
  listJobEvents,
  listPagesOfJob,
  listSitemapFiles,
  type Db,
  type PagesOwner,
} from "@sitemap-scanner/database";
import { toListPage } from "../http/list-page.ts";
import { sendNdjson } from "../http/ndjson.ts";
import { serve } from "../http/serve.ts";
import { decodeIdCursor, decodePagesCursor, encodeIdCursor, encodePagesCursor } from "./cursors.ts";
import { getJob } from "./get-job.ts";
import { toJobEvent } from "./to-job-event.ts";
import { toPage } from "./to-page.ts";
import { toSitemapFile } from "./to-sitemap-file.ts";

/** Rows held in memory at a time while pages are streamed. */
const STREAM_BATCH = 1_000;

/** What a scan found and went through. */
export function listingRoutes({ db }: { db: Db }): Router {
  const router = Router();

  serve(router, OPERATIONS.listJobFiles, async ({ params, query: { limit, cursor } }, res) => {
    const afterId = decodeIdCursor("files", cursor);
    const job = await getJob(db, params.job_id);
    const files = await listSitemapFiles(db, job.job_id, { afterId, limit: limit + 1 });
    res.json(toListPage(files, limit, { toItem: toSitemapFile, cursorOf: filesCursor }));
  });

  serve(router, OPERATIONS.listJobPages, async ({ params, query }, res) => {
    const { format, limit, cursor } = query;
    const afterHash = decodePagesCursor(cursor);
    const job = await getJob(db, params.job_id);
    if (format === "ndjson") return sendNdjson(res, batchesOfPages(db, job, afterHash));
    const pages = await listPagesOfJob(db, job, { afterHash, limit: limit + 1 });
    res.json(toListPage(pages, limit, { toItem: toPage, cursorOf: encodePagesCursor }));
  });

  serve(router, OPERATIONS.listJobEvents, async ({ params, query: { limit, cursor } }, res) => {
    const afterId = decodeIdCursor("events", cursor);
    const job = await getJob(db, params.job_id);
    const events = await listJobEvents(db, job.job_id, { afterId, limit: limit + 1 });
    res.json(toListPage(events, limit, { toItem: toJobEvent, cursorOf: eventsCursor }));
  });

  return router;
}

const filesCursor = (file: { id: string }) => encodeIdCursor("files", file);
const eventsCursor = (event: { id: string }) => encodeIdCursor("events", event);

/** No transaction stays open between two batches, however slowly they are taken. */
async function* batchesOfPages(
  db: Db,
  job: PagesOwner,
  startAfter: Buffer | undefined,
): AsyncGenerator<Page[]> {
  let afterHash = startAfter;
  for (;;) {
    const pages = await listPagesOfJob(db, job, { afterHash, limit: STREAM_BATCH });
    yield pages.map(toPage);
    if (pages.length < STREAM_BATCH) return;
    afterHash = pages.at(-1)?.url_hash;
  }
}
