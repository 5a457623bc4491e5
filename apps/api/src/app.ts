import type { Db } from "@sitemap-scanner/database";
import type { Intake } from "@sitemap-scanner/pipeline";
import type { Broker } from "@sitemap-scanner/queue";
import type { Logger } from "@sitemap-scanner/runtime";
import express, { type Express } from "express";
import { BULL_BOARD_PATH, bullBoardRoutes } from "./admin/bull-board.ts";
import { canaryRoutes } from "./canary/routes.ts";
import { intakeRoutes } from "./domains/intake-routes.ts";
import { domainRoutes } from "./domains/routes.ts";
import { explainRoutes } from "./explain/routes.ts";
import { healthRoutes } from "./health/routes.ts";
import { authorize } from "./access/authorize.ts";
import { ANYBODY, setPrincipal } from "./access/principal.ts";
import { logRequests } from "./http/access-log.ts";
import { readJsonBody } from "./http/json-body.ts";
import { findOperation } from "./http/operation.ts";
import { refuseCrossSiteWrites } from "./http/origin.ts";
import { refuseUnknownPath, sendProblems } from "./http/problem.ts";
import { assignRequestId } from "./http/request-id.ts";
import { neverCache, securityHeaders } from "./http/security-headers.ts";
import { metricsRoutes } from "./metrics/routes.ts";
import { problemRoutes } from "./problems/routes.ts";
import type { JobWatcher } from "./scans/job-watcher.ts";
import { listingRoutes } from "./scans/listing-routes.ts";
import { jobOfProblem } from "./scans/problem-extras.ts";
import { statusRoutes } from "./scans/status-routes.ts";
import { submitRoutes, type SubmitRoutesOptions } from "./scans/submit-routes.ts";
import type { Telling } from "./telling.ts";
import { webhookRoutes, type WebhookRoutesOptions } from "./webhooks/routes.ts";

export interface AppOptions {
  db: Db;
  broker: Pick<Broker, "kind" | "ping" | "queues">;
  logger: Logger;
  watcher: JobWatcher;
  scans: Omit<SubmitRoutesOptions, "db">;
  telling: Telling;
  intake: Pick<Intake, "runOnce">;
  webhooks: Pick<WebhookRoutesOptions, "manage">;
  /** Where workers reach us for the canary, if they do. */
  canaryUrl: string | null;
}

/** All of HTTP, without a socket. What a request meets stands here in its order. */
export function createApp(options: AppOptions): Express {
  const { db, broker, logger, watcher, scans, telling } = options;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(assignRequestId(), logRequests(logger), securityHeaders(), neverCache());
  app.use(refuseCrossSiteWrites(), findOperation());
  app.use((_req, res, next) => {
    setPrincipal(res, ANYBODY);
    next();
  });
  app.use(authorize(), readJsonBody());
  app.use(healthRoutes({ db, broker, ...telling }), metricsRoutes(telling), problemRoutes());
  app.use(
    submitRoutes({ db, ...scans }),
    statusRoutes({ db, watcher }),
    listingRoutes({ db }),
    explainRoutes(telling),
    domainRoutes({ db, targets: scans.rules.targets }),
    intakeRoutes(options),
    webhookRoutes({
      db,
      ...options.webhooks,
      targets: scans.rules.targets,
      onSent: scans.onSubmitted,
    }),
  );
  app.use(canaryRoutes({ url: options.canaryUrl }));
  app.use(BULL_BOARD_PATH, bullBoardRoutes(broker));
  app.use(refuseUnknownPath(), sendProblems(logger, jobOfProblem));
  return app;
}
