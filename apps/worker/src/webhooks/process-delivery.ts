import { DeliveryDoorbell } from "@sitemap-scanner/contracts";
import { isDatabaseAway, type Db, type TakenDelivery } from "@sitemap-scanner/database";
import {
  endAttempt,
  handBackDelivery,
  LeaseLostError,
  type ClaimDelivery,
  type DeliveryPolicy,
} from "@sitemap-scanner/pipeline";
import type { Processor } from "@sitemap-scanner/queue";
import { crashPoint, type Logger } from "@sitemap-scanner/runtime";
import type { LeaseKeeper } from "../lease-keeper.ts";
import { ShutdownError } from "../task-runner.ts";
import { untilDatabaseAnswers } from "../until-database-answers.ts";
import type { SendDelivery } from "./send-delivery.ts";

/**
 * Answers the doorbell of a delivery: claims it, sends it once under its lease, and writes how that went.
 * A worker that dies in between has it sent again, under the same id.
 */
export function createDeliveryProcessor(deps: {
  db: Db;
  claimDelivery: ClaimDelivery;
  leases: LeaseKeeper;
  send: SendDelivery;
  policy: DeliveryPolicy;
  /** Called after each attempt: there is room for another delivery. */
  onTaskEnd: () => void;
  onStale: () => void;
  onLeaseLost: () => void;
  onDelivery: (result: "delivered" | "failed") => void;
  logger: Logger;
}): Processor {
  const { db, leases } = deps;

  /** As for tasks: a doorbell that is given up is found only after a minute. */
  function patiently<T>(work: () => Promise<T>): Promise<T> {
    return untilDatabaseAnswers(work, () => leases.isStopping);
  }

  return async (job) => {
    const doorbell = DeliveryDoorbell.parse(job.data);
    const delivery = await patiently(() => deps.claimDelivery(doorbell));
    if (!delivery) {
      deps.onStale();
      return;
    }
    const { id: deliveryId, endpoint_id: webhookId, attempt, lease } = delivery;
    const logger = deps.logger.child({ deliveryId, webhookId, attempt });
    const hold = leases.hold({ taskId: deliveryId, lease });
    try {
      await attemptOnce(delivery, hold.signal, logger);
    } catch (error) {
      const reason: unknown = hold.signal.aborted ? hold.signal.reason : error;
      await settle(delivery, reason, logger);
    } finally {
      hold.release();
      deps.onTaskEnd();
    }
  };

  async function attemptOnce(
    delivery: TakenDelivery,
    signal: AbortSignal,
    logger: Logger,
  ): Promise<void> {
    const attempt = await deps.send(delivery, signal);
    crashPoint("webhook.answered");
    const step = await patiently(() => endAttempt(db, delivery, attempt, deps.policy));
    deps.onDelivery(step === "delivered" ? "delivered" : "failed");
    const { responseStatus, error } = attempt;
    if (step === "delivered") logger.info("webhook delivered", { responseStatus });
    else logger.warn("webhook not delivered", { responseStatus, code: error?.code, step });
  }

  /** It was not sent to its end: somebody else has it by now, or shall have it. */
  async function settle(delivery: TakenDelivery, reason: unknown, logger: Logger): Promise<void> {
    if (reason instanceof LeaseLostError) {
      logger.info("lease lost, the delivery is not ours any more");
      deps.onLeaseLost();
      return;
    }
    // While the database is away its lease runs out, and it is sent again.
    if (isDatabaseAway(reason)) {
      logger.warn("delivery interrupted, the database is away", { error: reason });
      return;
    }
    if (!(reason instanceof ShutdownError))
      logger.error("delivery failed by a fault of ours", { error: reason });
    await handBackDelivery(db, delivery, "worker_stopped");
  }
}
