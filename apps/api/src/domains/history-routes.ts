import { OPERATIONS, type DomainHistory, type ScanInHistory } from "@sitemap-scanner/contracts";
import { listDomainHistory, type Db, type EndedJobView } from "@sitemap-scanner/database";
import { parseDomain } from "@sitemap-scanner/sitemap";
import { Router } from "express";
import { serve } from "../http/serve.ts";
import { getDomainView } from "./get-domain.ts";

/** What the scans of a domain came to, one after the other. */
export function historyRoutes({ db }: { db: Db }): Router {
  const router = Router();

  serve(router, OPERATIONS.listDomainHistory, async ({ params, query }, res) => {
    const { id } = await getDomainView(db, parseDomain(params.domain).domain);
    const jobs = await listDomainHistory(db, id, query.limit);
    res.json({ data: jobs.map(toScanInHistory) } satisfies DomainHistory);
  });

  return router;
}

function toScanInHistory(job: EndedJobView): ScanInHistory {
  return {
    ...job,
    created_at: job.created_at.toISOString(),
    finished_at: job.finished_at.toISOString(),
  };
}
