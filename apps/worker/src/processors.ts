import type { DoorbellKind, TaskKind } from "@sitemap-scanner/contracts";
import type { Db } from "@sitemap-scanner/database";
import { createClaimDelivery, createClaimTask } from "@sitemap-scanner/pipeline";
import type { Processor } from "@sitemap-scanner/queue";
import type { Config, Logger } from "@sitemap-scanner/runtime";
import { countSlots } from "./count-slots.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import { countFetches } from "./metrics-of-fetches.ts";
import { timeRuns, type WorkerMetrics } from "./metrics.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { createDoorbellProcessor } from "./process-doorbell.ts";
import { createRunners, type Fetchers } from "./tasks/runners.ts";
import { createDeliveryProcessor } from "./webhooks/process-delivery.ts";
import { createSendDelivery } from "./webhooks/send-delivery.ts";
import { createStatusUrlOf } from "./webhooks/status-url.ts";

/**
 * Who answers each kind of doorbell, and counts it.
 * @param onSlotsUsedUp told when hung tasks have left no slot
 */
export function createProcessors(
  config: Pick<Config, "worker" | "fetch" | "webhooks" | "http">,
  deps: {
    db: Db;
    workerId: string;
    leases: LeaseKeeper;
    fetchers: Fetchers;
    metrics: WorkerMetrics;
    onTaskEnd: () => void;
    onSlotsUsedUp: (error: Error) => void;
    logger: Logger;
  },
): Record<DoorbellKind, Processor> {
  const { db, workerId, fetchers, metrics } = deps;
  const { leaseMs, concurrency, taskDeadlineMs, taskGraceMs } = config.worker;
  const slots = countSlots(concurrency, deps.onSlotsUsedUp);
  const common = {
    ...deps,
    claimTask: createClaimTask({ db, workerId, leaseMs }),
    suspects: oneAtATime(),
    limits: { deadlineMs: taskDeadlineMs, graceMs: taskGraceMs },
    onHung(work: Promise<void>) {
      metrics.onHung();
      slots.lose(work);
    },
    onStale: metrics.onStale,
    onLeaseLost: metrics.onLeaseLost,
  };
  const runners = createRunners({
    db,
    fetchers: { ...fetchers, ofUsers: countFetches(fetchers.ofUsers, metrics) },
    retry: config.worker,
    userAgent: config.fetch.userAgent,
    onPagesWritten: metrics.onPagesWritten,
  });
  const processorOf = (kind: TaskKind) => {
    const runner = timeRuns(runners[kind], (seconds) => metrics.onTask(kind, seconds));
    return createDoorbellProcessor({ ...common, runner });
  };
  const webhook = createDeliveryProcessor({
    ...common,
    claimDelivery: createClaimDelivery({ db, workerId, leaseMs }),
    send: createSendDelivery({
      poster: fetchers.ofWebhooks,
      statusUrlOf: createStatusUrlOf(config.http.publicUrl),
    }),
    policy: config.webhooks,
    onDelivery: metrics.onDelivery,
  });
  return { discover: processorOf("discover"), sitemap: processorOf("sitemap"), webhook };
}
