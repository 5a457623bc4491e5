import { openDatabase } from "@sitemap-scanner/database";
import { createFetcher, type Fetcher } from "@sitemap-scanner/fetcher";
import { createClaimTask, createReconciler } from "@sitemap-scanner/pipeline";
import {
  createRelay,
  openBroker,
  openConsumer,
  type Consumer,
  type RelayOptions,
} from "@sitemap-scanner/queue";
import type { Config, Logger } from "@sitemap-scanner/runtime";
import { countSlots } from "./count-slots.ts";
import { createHeartbeat } from "./heartbeat.ts";
import { createIdentity } from "./identity.ts";
import { createLeaseKeeper } from "./lease-keeper.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { createDoorbellProcessor, type TaskRunner } from "./process-doorbell.ts";
import { stopConsuming } from "./stop-consuming.ts";
import { createDiscover } from "./tasks/discover.ts";
import { createReadFile } from "./tasks/read-file.ts";

/** What a test may replace. */
export interface WorkerOverrides {
  relay?: Pick<RelayOptions, "poll" | "kick">;
  fetcher?: Fetcher;
}

export interface WorkerProcess {
  readonly id: string;
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
  const db = openDatabase({
    url: config.database.url,
    // Each task in hand may be writing while heartbeat, relay and reconciler do their work.
    poolSize: Math.max(config.database.poolSize, config.worker.concurrency + 5),
    applicationName: `worker ${identity.id}`,
    // A worker that freezes inside a transaction keeps its locks no longer than its lease.
    idleInTransactionTimeoutMs: config.worker.leaseMs,
    onIdleError: (error) => logger.warn("database connection lost", { error }),
  });
  const broker = openBroker({ ...config.queue, databaseUrl: config.database.url, logger });
  const relay = createRelay({ db, broker, logger, ...config.relay, ...overrides.relay });
  const fetcher = overrides.fetcher ?? createFetcher(config.fetch);
  const reconciler = createReconciler({
    db,
    broker,
    onChange: () => relay.kick(),
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
  const claimTask = createClaimTask({ db, workerId: identity.id, leaseMs: config.worker.leaseMs });
  const slots = countSlots(config.worker.concurrency, onSlotsUsedUp);
  const common = {
    db,
    claimTask,
    leases,
    logger,
    suspects: oneAtATime(),
    limits: { deadlineMs: config.worker.taskDeadlineMs, graceMs: config.worker.taskGraceMs },
    onTaskEnd: () => relay.kick(),
    onHung: slots.lose,
    onStale: () => undefined,
  };
  const processorOf = (runner: TaskRunner) => createDoorbellProcessor({ ...common, runner });
  const retry = config.worker;
  const { userAgent } = config.fetch;
  let consumer: Consumer | undefined;

  return {
    id: identity.id,
    async start() {
      await heartbeat.start();
      relay.start();
      reconciler.start();
      consumer = openConsumer({
        connection: broker.connection,
        processors: {
          discover: processorOf(createDiscover({ db, fetcher, retry, userAgent })),
          sitemap: processorOf(createReadFile({ db, fetcher, retry })),
        },
        concurrency: config.worker.concurrency,
        name: identity.id,
        logger,
      });
    },
    isAlive: () => heartbeat.beatWithin(3 * config.worker.leaseMs),
    async close() {
      if (consumer) await stopConsuming(consumer, leases, config.worker.shutdownGraceMs);
      await reconciler.close();
      await relay.close();
      await heartbeat.close();
      fetcher.close();
      await broker.close();
      await db.destroy();
    },
  };
}
