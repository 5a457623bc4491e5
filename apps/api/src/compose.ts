import type { Db } from "@sitemap-scanner/database";
import { checkUrl, createTargetPolicy, type TargetPolicy } from "@sitemap-scanner/fetcher";
import {
  createCancelScan,
  createIntake,
  createManageWebhooks,
  createReconciler,
  createRetention,
  createRetryScan,
  createSubmitScan,
} from "@sitemap-scanner/pipeline";
import { createRelay, openBroker, type RelayOptions } from "@sitemap-scanner/queue";
import {
  createLogger,
  createLoopMetrics,
  createProcessMetrics,
  type Config,
  type Logger,
} from "@sitemap-scanner/runtime";
import type { Express } from "express";
import { createApp, type AccessOptions } from "./app.ts";
import { openCanary } from "./canary/open-canary.ts";
import { requireSomeKey } from "./access/require-some-key.ts";
import { openDatabases } from "./databases.ts";
import { createHttpServer, type Address } from "./http/server.ts";
import { createJobFeed } from "./results/stream/job-feed.ts";
import { createJobStreams } from "./results/stream/job-streams.ts";
import { createJobWatcher } from "./scans/job-watcher.ts";
import { createTelling } from "./telling.ts";

/** What the API needs to know; a test makes these itself. */
export type ApiConfig = Pick<
  Config,
  | "mode"
  | "database"
  | "queue"
  | "http"
  | "auth"
  | "bullBoard"
  | "scan"
  | "relay"
  | "reconcile"
  | "retention"
  | "intake"
  | "canary"
  | "fetch"
  | "health"
  | "webhooks"
  | "streams"
  | "log"
>;

export interface ApiOverrides {
  logger?: Logger;
  /** Such as `poll: false` or `kick: false`. */
  relay?: Partial<RelayOptions>;
}

export interface Api {
  app: Express;
  /** Listens, and begins to relay. @returns where it listens, which tells the port for port 0 */
  start(): Promise<Address>;
  /** Ends requests, then all that runs by itself, the broker and the database. Safe without `start()`. */
  close(): Promise<void>;
}

/** Builds the whole API from its configuration. Nothing is connected yet. */
export function composeApi(config: ApiConfig, overrides: ApiOverrides = {}): Api {
  const logger = overrides.logger ?? createLogger({ level: config.log.level, service: "api" });
  const databases = openDatabases(config.database, logger);
  const { requests: db, background } = databases;
  const broker = openBroker({ ...config.queue, databaseUrl: config.database.url, logger });
  const metrics = createProcessMetrics();
  const { onPublish, onFinding } = createLoopMetrics(metrics);
  const relay = createRelay({
    db: background,
    broker,
    logger,
    onPublish,
    ...config.relay,
    ...overrides.relay,
  });
  const reconciler = createReconciler({
    db: background,
    broker,
    onChange: () => relay.kick(),
    onFinding,
    logger,
    ...config.reconcile,
  });
  const watcher = createJobWatcher({ db, logger });
  const feed = createJobFeed({ db, logger });
  const streams = createJobStreams({ db, feed, logger, ...config.streams });
  const onSubmitted = () => relay.kick();
  const canary = openCanary(config.canary, { db: background, logger, onSubmitted });
  const retention = createRetention({ db: background, logger, ...config.retention });
  const targets = createTargetPolicy([...config.fetch.allowPrivate]);
  const telling = createTelling({ db, background, broker, limits: config.health, metrics });
  const app = createApp({
    db,
    broker,
    logger,
    watcher,
    streams,
    telling,
    scans: { ...composeScans(config, db, targets), onSubmitted },
    intake: composeIntake(config, { db, logger, targets, onTaken: onSubmitted }),
    webhooks: {
      manage: createManageWebhooks({ db, overlapMs: config.webhooks.secretOverlapMs }),
    },
    access: toAccess(config),
    trustedProxies: config.http.trustedProxies,
    workerSilenceMs: config.health.workerSilenceMs,
    canaryUrl: config.canary.url,
  });
  const server = createHttpServer(app);
  return {
    app,
    async start() {
      if (config.mode === "production") await requireSomeKey(db, logger);
      const address = await server.listen(config.http);
      telling.lookAhead();
      relay.start();
      reconciler.start();
      canary.start();
      retention.start();
      return address;
    },
    async close() {
      // Whoever waits for a job is answered, and need not be waited for.
      watcher.close();
      streams.close();
      await server.close();
      await telling.close();
      await retention.close();
      await canary.close();
      await reconciler.close();
      await relay.close();
      await broker.close();
      await databases.close();
    },
  };
}

function composeIntake(
  { scan, intake }: ApiConfig,
  { targets, ...deps }: { db: Db; logger: Logger; targets: TargetPolicy; onTaken: () => void },
) {
  return createIntake({ ...deps, ...scan, ...intake, checkUrl: (url) => checkUrl(url, targets) });
}

function toAccess({ auth, http, bullBoard }: ApiConfig): AccessOptions {
  const secure = http.publicUrl?.startsWith("https:") ?? false;
  return { ...auth, secure, boardWritable: bullBoard.writable };
}

function composeScans({ scan, auth }: ApiConfig, db: Db, targets: TargetPolicy) {
  const { window, deadlineMs, ...limits } = scan;
  const policy = { window, deadlineMs, maxLivePerKey: auth.liveScansPerKey };
  return {
    rules: { ...limits, targets },
    useCases: {
      submitScan: createSubmitScan({ db, ...policy }),
      cancelScan: createCancelScan({ db }),
      retryScan: createRetryScan({ db, ...policy }),
    },
  };
}
