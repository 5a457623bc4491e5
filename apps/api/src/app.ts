import type { Db } from "@sitemap-scanner/database";
import type { Intake } from "@sitemap-scanner/pipeline";
import type { Broker } from "@sitemap-scanner/queue";
import type { Config, Logger } from "@sitemap-scanner/runtime";
import express, { type Express, type RequestHandler, type Router } from "express";
import { auditOperations, auditWrites } from "./access/audit.ts";
import { authorize } from "./access/authorize.ts";
import { identify, type AccessMode } from "./access/identify.ts";
import { keyRoutes } from "./access/key-routes.ts";
import { limitRate } from "./access/limit-rate.ts";
import { sessionRoutes } from "./access/session-routes.ts";
import { BULL_BOARD_PATH, bullBoardRoutes } from "./admin/bull-board.ts";
import { canaryRoutes } from "./canary/routes.ts";
import { consoleRoutes } from "./console/routes.ts";
import { docsRoutes } from "./docs/routes.ts";
import { intakeRoutes } from "./domains/intake-routes.ts";
import { domainRoutes } from "./domains/routes.ts";
import { explainRoutes } from "./explain/routes.ts";
import { healthRoutes } from "./health/routes.ts";
import { logRequests } from "./http/access-log.ts";
import { readBody } from "./http/body.ts";
import { refuseOtherHosts } from "./http/host.ts";
import { doOnce } from "./http/idempotency.ts";
import { findOperation } from "./http/operation.ts";
import { refuseCrossSiteWrites } from "./http/origin.ts";
import { refuseUnknownPath, sendProblems } from "./http/problem.ts";
import { assignRequestId } from "./http/request-id.ts";
import { neverCache, securityHeaders } from "./http/security-headers.ts";
import { metricsRoutes } from "./metrics/routes.ts";
import { openApiRoutes } from "./openapi/routes.ts";
import { problemRoutes } from "./problems/routes.ts";
import { activityRoutes } from "./scans/activity-routes.ts";
import type { JobWatcher } from "./scans/job-watcher.ts";
import { resultRoutes } from "./results/routes.ts";
import type { JobStreams } from "./results/stream/job-streams.ts";
import { jobOfProblem } from "./scans/problem-extras.ts";
import { statusRoutes } from "./scans/status-routes.ts";
import { submitRoutes, type SubmitRoutesOptions } from "./scans/submit-routes.ts";
import type { Telling } from "./telling.ts";
import { workerRoutes } from "./workers/routes.ts";
import { webhookRoutes, type WebhookRoutesOptions } from "./webhooks/routes.ts";

export interface AppOptions {
  db: Db;
  broker: Pick<Broker, "kind" | "ping" | "queues">;
  logger: Logger;
  watcher: JobWatcher;
  streams: JobStreams;
  scans: Omit<SubmitRoutesOptions, "db">;
  telling: Telling;
  intake: Pick<Intake, "runOnce">;
  webhooks: Pick<WebhookRoutesOptions, "manage">;
  access: AccessOptions;
  /** Whose `X-Forwarded-For` is believed: how many hops, or which addresses. */
  trustedProxies: Config["http"]["trustedProxies"];
  /** A worker that was silent for longer counts as gone. */
  workerSilenceMs: number;
  /** Where workers reach us for the canary, if they do. */
  canaryUrl: string | null;
}

/** Who may do what, and how much of it. */
export interface AccessOptions {
  mode: AccessMode;
  /** Names under which we answer while the mode is off, besides those of the loopback. */
  allowedHosts: readonly string[];
  /** Of one key; 0: any number. */
  requestsPerMinute: number;
  /** Whether people reach us by https alone, so that a cookie need not go any other way. */
  secure: boolean;
  /** Whether an admin may change the queue on its dashboard. */
  boardWritable: boolean;
}

/** All of HTTP, without a socket. What a request meets stands here in its order. */
export function createApp(options: AppOptions): Express {
  const { db, broker, logger, watcher, scans, telling, access } = options;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", options.trustedProxies ?? false);
  app.use(assignRequestId(), logRequests(logger), securityHeaders(), neverCache());
  if (access.mode === "off") app.use(refuseOtherHosts(access.allowedHosts));
  app.use(refuseCrossSiteWrites(), findOperation());
  // Open to all: nobody is looked up for these, and they count for nobody's limit.
  app.use(docsRoutes(), consoleRoutes());
  app.use(...admit(options), readBody(), doOnce({ db, logger }));
  app.use(healthRoutes({ db, broker, ...telling }), metricsRoutes(telling), problemRoutes());
  app.use(
    submitRoutes({ db, ...scans }),
    statusRoutes({ db, watcher }),
    activityRoutes({ db }),
    ...resultRoutes({ db, streams: options.streams }),
    explainRoutes(telling),
    domainRoutes({ db, targets: scans.rules.targets }),
    intakeRoutes(options),
    workerRoutes(options),
    keyRoutes({ db }),
    sessionRoutes({ db, secure: access.secure }),
    webhookRoutes({
      db,
      ...options.webhooks,
      targets: scans.rules.targets,
      onSent: scans.onSubmitted,
    }),
  );
  app.use(openApiRoutes(), canaryRoutes({ url: options.canaryUrl }));
  app.use(BULL_BOARD_PATH, bullBoard(options));
  app.use(refuseUnknownPath(), sendProblems(logger, jobOfProblem));
  return app;
}

/** Whoever gets past is known, within their bounds, may do this, and it is written down. */
function admit({ db, logger, access }: AppOptions): RequestHandler[] {
  const isBounded = access.mode === "keys" && access.requestsPerMinute > 0;
  return [
    identify({ db, mode: access.mode }),
    ...(isBounded ? [limitRate({ perMinute: access.requestsPerMinute })] : []),
    authorize(),
    auditOperations({ db, logger }),
  ];
}

function bullBoard({ db, logger, broker, access }: AppOptions): Router {
  return bullBoardRoutes({
    queues: broker.queues,
    mode: access.mode,
    writable: access.boardWritable,
    audit: auditWrites({ db, logger }),
  });
}
