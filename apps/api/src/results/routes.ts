import type { Db } from "@sitemap-scanner/database";
import type { RequestHandler } from "express";
import { auditRoutes } from "./audit-routes.ts";
import { diffRoutes } from "./diff-routes.ts";
import { eventsRoutes } from "./events-routes.ts";
import { filesRoutes } from "./files-routes.ts";
import { pagesRoutes } from "./pages-routes.ts";
import type { JobStreams } from "./stream/job-streams.ts";
import { streamRoutes } from "./stream/stream-routes.ts";

/** Everything that scans left behind. */
export function resultRoutes(options: { db: Db; streams: JobStreams }): RequestHandler[] {
  return [
    pagesRoutes(options),
    filesRoutes(options),
    auditRoutes(options),
    diffRoutes(options),
    eventsRoutes(options),
    streamRoutes(options),
  ];
}
