import { OPERATIONS } from "@sitemap-scanner/contracts";
import type { Db } from "@sitemap-scanner/database";
import { Router } from "express";
import { serve } from "../../http/serve.ts";
import { getJob } from "../../scans/get-job.ts";
import type { JobStreams } from "./job-streams.ts";
import { END_ID } from "./send-job-stream.ts";
import { StreamPosition } from "./stream-position.ts";

/** A scan as it goes, for whoever watches it. */
export function streamRoutes({ db, streams }: { db: Db; streams: JobStreams }): Router {
  const router = Router();

  serve(router, OPERATIONS.streamJob, async ({ params, principal }, res, req) => {
    const lastId = req.get("Last-Event-ID");
    if (lastId === END_ID) {
      res.status(204).end();
      return;
    }
    const position =
      lastId === undefined ? StreamPosition.beginning() : StreamPosition.parse(lastId);
    const job = await getJob(db, params.job_id);
    if (req.method === "HEAD") res.type("text/event-stream").end();
    else await streams.send(res, { job, position, keyId: principal.keyId });
  });

  return router;
}
