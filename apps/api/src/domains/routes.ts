import { Router } from "express";
import { DomainsQuery, MAX_URL_LENGTH, ScheduleRequest } from "@sitemap-scanner/contracts";
import { listDomainViews, queueDomain, scheduleScans, type Db } from "@sitemap-scanner/database";
import type { TargetPolicy } from "@sitemap-scanner/fetcher";
import { parseDomain } from "@sitemap-scanner/sitemap";
import { z } from "zod";
import { readJsonBody } from "../http/json-body.ts";
import { toListPage } from "../http/list-page.ts";
import { allowOnly } from "../http/methods.ts";
import { parseRequest } from "../http/parse-request.ts";
import { readScanTarget } from "../scans/scan-target.ts";
import { decodeDomainsCursor, encodeDomainsCursor } from "./cursor.ts";
import { getDomain } from "./get-domain.ts";
import { secondsOf } from "./interval.ts";
import { toDomain } from "./to-domain.ts";

const DOMAINS_PATH = "/api/v3/domains";
const DomainParams = z.object({ domain: z.string().max(MAX_URL_LENGTH) });

export interface DomainRoutesOptions {
  db: Db;
  /** Where a scan may go. */
  targets: TargetPolicy;
}

/** Domains, and when they are scanned. The intake, which runs in workers, does what is asked for here. */
export function domainRoutes({ db, targets }: DomainRoutesOptions): Router {
  const router = Router();

  router
    .route(DOMAINS_PATH)
    .get(async (req, res) => {
      const { status, limit, cursor } = parseRequest(DomainsQuery, req.query);
      const after = decodeDomainsCursor(cursor);
      const domains = await listDomainViews(db, { status, after, limit: limit + 1 });
      res.json(toListPage(domains, limit, { toItem: toDomain, cursorOf: encodeDomainsCursor }));
    })
    .all(allowOnly("GET"));

  router
    .route(`${DOMAINS_PATH}/:domain`)
    .get(async (req, res) => {
      res.json(await getDomain(db, parseDomain(nameOf(req.params)).domain));
    })
    .all(allowOnly("GET"));

  router
    .route(`${DOMAINS_PATH}/:domain/queue`)
    .post(async (req, res) => {
      const { domain } = readScanTarget(nameOf(req.params), targets);
      await queueDomain(db, domain);
      const path = `${DOMAINS_PATH}/${encodeURIComponent(domain)}`;
      res
        .status(202)
        .location(path)
        .json(await getDomain(db, domain));
    })
    .all(allowOnly("POST"));

  router
    .route(`${DOMAINS_PATH}/:domain/schedule`)
    .put(...readJsonBody(), async (req, res) => {
      const { every } = parseRequest(ScheduleRequest, req.body);
      const { domain } = readScanTarget(nameOf(req.params), targets);
      // What is not scanned by itself need not be known for that.
      if (every === null) await getDomain(db, domain);
      await scheduleScans(db, domain, every === null ? null : secondsOf(every));
      res.json(await getDomain(db, domain));
    })
    .all(allowOnly("PUT"));

  return router;
}

function nameOf(params: unknown): string {
  return parseRequest(DomainParams, params).domain;
}
