import { DeliveryDoorbell } from "@sitemap-scanner/contracts";
import { isDatabaseAway, type Db, type TakenDelivery } from "@sitemap-scanner/database";
import {
  attemptFailedByUs,
  endAttempt,
  handBackDelivery,
  LeaseLostError,
  type Attempt,
  type ClaimDelivery,
  type DeliveryPolicy,
} from "@sitemap-scanner/pipeline";
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
}): (job: { data: unknown }) => Promise<void> {
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
      const sent = await sendOnce(delivery, hold.signal, logger);
      crashPoint("webhook.answered");
      await end(delivery, sent, logger);
    } catch (error) {
      await letGo(delivery, error, logger);
    } finally {
      hold.release();
      deps.onTaskEnd();
    }
  };

  /** Throws only the reason of `signal`: whatever else goes wrong is an attempt that failed. */
  async function sendOnce(
    delivery: TakenDelivery,
    signal: AbortSignal,
    logger: Logger,
  ): Promise<Attempt> {
    const startedAt = performance.now();
    try {
      return await deps.send(delivery, signal);
    } catch (error) {
      signal.throwIfAborted();
      logger.error("delivery failed by a fault of ours", { error });
      return attemptFailedByUs(error, performance.now() - startedAt);
    }
  }

  async function end(delivery: TakenDelivery, attempt: Attempt, logger: Logger): Promise<void> {
    const step = await patiently(() => endAttempt(db, delivery, attempt, deps.policy));
    deps.onDelivery(step === "delivered" ? "delivered" : "failed");
    const { responseStatus, error } = attempt;
    if (step === "delivered") logger.info("webhook delivered", { responseStatus });
    else logger.warn("webhook not delivered", { responseStatus, code: error?.code, step });
  }

  /** Nothing is written of the attempt: somebody else has the delivery by now, or shall have it. */
  async function letGo(delivery: TakenDelivery, reason: unknown, logger: Logger): Promise<void> {
    if (reason instanceof LeaseLostError) {
      logger.info("lease lost, the delivery is not ours any more");
      deps.onLeaseLost();
      return;
    }
    if (reason instanceof ShutdownError) {
      await handBackDelivery(db, delivery, "worker_stopped");
      return;
    }
    // It may have been answered, so it is not sent again at once: its lease runs out, and it is rescued.
    if (isDatabaseAway(reason))
      logger.warn("delivery interrupted, the database is away", { error: reason });
    else logger.error("delivery not written, its lease runs out", { error: reason });
  }
}
