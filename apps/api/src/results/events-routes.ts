import { OPERATIONS } from "@sitemap-scanner/contracts";
import { listJobEvents, type Db } from "@sitemap-scanner/database";
import { Router } from "express";
import { decodeIdCursor, encodeIdCursor } from "../http/id-cursor.ts";
import { toListPage } from "../http/list-page.ts";
import { serve } from "../http/serve.ts";
import { getJob } from "../scans/get-job.ts";
import { toJobEvent } from "./to-job-event.ts";

/** What a scan went through. */
export function eventsRoutes({ db }: { db: Db }): Router {
  const router = Router();

  serve(router, OPERATIONS.listJobEvents, async ({ params, query: { limit, cursor } }, res) => {
    const afterId = decodeIdCursor("events", cursor);
    const job = await getJob(db, params.job_id);
    const events = await listJobEvents(db, job.job_id, { afterId, limit: limit + 1 });
    res.json(toListPage(events, limit, { toItem: toJobEvent, cursorOf: eventsCursor }));
  });

  return router;
}

const eventsCursor = (event: { id: string }) => encodeIdCursor("events", event.id);
