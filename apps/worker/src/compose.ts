import { openDatabase, type Db } from "@sitemap-scanner/database";
import type { Fetcher } from "@sitemap-scanner/fetcher";
import { createReconciler } from "@sitemap-scanner/pipeline";
import {
  createRelay,
  openBroker,
  openConsumer,
  type Consumer,
  type RelayOptions,
} from "@sitemap-scanner/queue";
import {
  createLoopMetrics,
  createProcessMetrics,
  type Config,
  type Logger,
  type Metrics,
} from "@sitemap-scanner/runtime";
import { createHeartbeat } from "./heartbeat.ts";
import { createIdentity } from "./identity.ts";
import { openIntake } from "./intake.ts";
import { createLeaseKeeper } from "./lease-keeper.ts";
import { createWorkerMetrics } from "./metrics.ts";
import { createProcessors } from "./processors.ts";
import { stopConsuming } from "./stop-consuming.ts";
import { openFetchers } from "./tasks/runners.ts";

/** What a test may replace. */
export interface WorkerOverrides {
  relay?: Pick<RelayOptions, "poll" | "kick">;
  fetcher?: Fetcher;
}

export interface WorkerProcess {
  readonly id: string;
  readonly metrics: Metrics;
  start(): Promise<void>;
  /** False when its heartbeat has not reached the database for three leases. */
  isAlive(): boolean;
  /** Hands back what is in hand and closes everything, newest first. */
  close(): Promise<void>;
}

/**
 * The one place where the parts of a worker are put together. Nothing is connected before `start`.
 * @param onSlotsUsedUp told when hung tasks have left no slot: the process had better end
 */
export function composeWorker(
  config: Config,
  logger: Logger,
  onSlotsUsedUp: (error: Error) => void,
  overrides: WorkerOverrides = {},
): WorkerProcess {
  const identity = createIdentity(config.worker.concurrency);
  const db = openWorkerDatabase(config, identity.id, logger);
  const broker = openBroker({ ...config.queue, databaseUrl: config.database.url, logger });
  const metrics = createProcessMetrics();
  const { onPublish, onFinding } = createLoopMetrics(metrics);
  const relay = createRelay({
    db,
    broker,
    logger,
    onPublish,
    ...config.relay,
    ...overrides.relay,
  });
  const fetchers = openFetchers(config, overrides.fetcher);
  const intake = openIntake(config, { db, logger, onTaken: () => relay.kick() });
  const reconciler = createReconciler({
    db,
    broker,
    onChange: () => relay.kick(),
    onFinding,
    logger,
    ...config.reconcile,
  });
  const leases = createLeaseKeeper({ db, leaseMs: config.worker.leaseMs, logger });
  const heartbeat = createHeartbeat({
    db,
    leases,
    identity,
    beatMs: config.worker.beatMs,
    logger,
  });
  const processors = createProcessors(config, {
    db,
    workerId: identity.id,
    leases,
    fetchers,
    metrics: createWorkerMetrics(metrics),
    onTaskEnd: () => relay.kick(),
    onSlotsUsedUp,
    logger,
  });
  let consumer: Consumer | undefined;

  return {
    id: identity.id,
    metrics,
    async start() {
      await heartbeat.start();
      relay.start();
      reconciler.start();
      intake.start();
      consumer = openConsumer({
        connection: broker.connection,
        processors,
        concurrency: config.worker.concurrency,
        lockMs: config.worker.leaseMs,
        name: identity.id,
        logger,
      });
    },
    isAlive: () => heartbeat.beatWithin(3 * config.worker.leaseMs),
    async close() {
      if (consumer) await stopConsuming(consumer, leases, config.worker.shutdownGraceMs);
      await intake.close();
      await reconciler.close();
      await relay.close();
      await heartbeat.close();
      fetchers.close();
      await broker.close();
      await db.destroy();
    },
  };
}

function openWorkerDatabase({ database, worker }: Config, workerId: string, logger: Logger): Db {
  return openDatabase({
    url: database.url,
    // Each task in hand may be writing while heartbeat, relay, reconciler and intake do their work.
    poolSize: Math.max(database.poolSize, worker.concurrency + 5),
    applicationName: `worker ${workerId}`,
    // A worker that freezes inside a transaction keeps its locks no longer than its lease.
    idleInTransactionTimeoutMs: worker.leaseMs,
    onIdleError: (error) => logger.warn("database connection lost", { error }),
  });
}
