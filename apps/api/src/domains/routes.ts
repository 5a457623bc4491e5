import { Router } from "express";
import { OPERATIONS, pathOf } from "@sitemap-scanner/contracts";
import { listDomainViews, queueDomain, scheduleScans, type Db } from "@sitemap-scanner/database";
import type { TargetPolicy } from "@sitemap-scanner/fetcher";
import { parseDomain } from "@sitemap-scanner/sitemap";
import { keepAnswer, sendKept } from "../http/idempotency.ts";
import { toListPage } from "../http/list-page.ts";
import { serve } from "../http/serve.ts";
import { readScanTarget } from "../scans/scan-target.ts";
import { bulkRoutes } from "./bulk-routes.ts";
import { decodeDomainsCursor, encodeDomainsCursor } from "./cursor.ts";
import { getDomain } from "./get-domain.ts";
import { secondsOf } from "../interval.ts";
import { historyRoutes } from "./history-routes.ts";
import { toDomain } from "./to-domain.ts";

export interface DomainRoutesOptions {
  db: Db;
  /** Where a scan may go. */
  targets: TargetPolicy;
}

/** Domains, and when they are scanned. The intake, which runs in workers, does what is asked for here. */
export function domainRoutes({ db, targets }: DomainRoutesOptions): Router {
  const router = Router();
  router.use(bulkRoutes({ db, targets }), historyRoutes({ db }));

  serve(router, OPERATIONS.listDomains, async ({ query: { status, limit, cursor } }, res) => {
    const after = decodeDomainsCursor(cursor);
    const domains = await listDomainViews(db, { status, after, limit: limit + 1 });
    res.json(toListPage(domains, limit, { toItem: toDomain, cursorOf: encodeDomainsCursor }));
  });

  serve(router, OPERATIONS.getDomain, async ({ params }, res) => {
    res.json(await getDomain(db, parseDomain(params.domain).domain));
  });

  serve(router, OPERATIONS.queueDomain, async ({ params }, res) => {
    const { domain } = readScanTarget(params.domain, targets);
    await queueDomain(db, domain);
    const location = pathOf(OPERATIONS.getDomain, { domain });
    const answer = { status: 202, body: await getDomain(db, domain), location };
    await keepAnswer(db, res, answer);
    sendKept(res, answer);
  });

  serve(router, OPERATIONS.scheduleDomain, async ({ params, body: { every } }, res) => {
    const { domain } = readScanTarget(params.domain, targets);
    // What is not scanned by itself need not be known for that.
    if (every === null) await getDomain(db, domain);
    await scheduleScans(db, domain, every === null ? null : secondsOf(every));
    res.json(await getDomain(db, domain));
  });

  return router;
}
