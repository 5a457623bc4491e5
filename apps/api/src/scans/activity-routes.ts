import { OPERATIONS, type Activity, type JobCounts } from "@sitemap-scanner/contracts";
import {
  countJobs,
  countJobsOfDomain,
  inBoundedRead,
  listActivity,
  listRecentEvents,
  type Db,
} from "@sitemap-scanner/database";
import { parseDomain } from "@sitemap-scanner/sitemap";
import { Router } from "express";
import { decodeIdCursor, encodeIdCursor } from "../http/id-cursor.ts";
import { toListPage } from "../http/list-page.ts";
import { serve } from "../http/serve.ts";
import { toScanTransition } from "./to-scan-transition.ts";

/** A day is told in stretches of five minutes, more in hours. */
const HOURS_IN_DETAIL = 24;
/** A page that is looked at all day asks for these: none may hold the database up, in ms. */
const STATEMENT_MS = 2_000;

/** What all scans together are at. */
export function activityRoutes({ db }: { db: Db }): Router {
  const router = Router();

  serve(router, OPERATIONS.countJobs, async ({ query }, res) => {
    const domain = query.domain === undefined ? null : parseDomain(query.domain).domain;
    const counts: JobCounts = await inBoundedRead(db, STATEMENT_MS, (tx) =>
      domain === null ? countJobs(tx) : countJobsOfDomain(tx, domain),
    );
    res.json(counts);
  });

  serve(router, OPERATIONS.listActivity, async ({ query: { hours } }, res) => {
    const stepMinutes = hours <= HOURS_IN_DETAIL ? 5 : 60;
    const stretches = await inBoundedRead(db, STATEMENT_MS, (tx) =>
      listActivity(tx, { hours, stepMinutes }),
    );
    const data = stretches.map((one) => ({ ...one, at: one.at.toISOString() }));
    res.json({ data } satisfies Activity);
  });

  serve(router, OPERATIONS.listRecentEvents, async ({ query: { limit, cursor } }, res) => {
    const beforeId = decodeIdCursor("recent", cursor);
    const events = await inBoundedRead(db, STATEMENT_MS, (tx) =>
      listRecentEvents(tx, { beforeId, limit: limit + 1 }),
    );
    res.json(toListPage(events, limit, { toItem: toScanTransition, cursorOf: recentCursor }));
  });

  return router;
}

const recentCursor = (event: { id: string }) => encodeIdCursor("recent", event.id);
