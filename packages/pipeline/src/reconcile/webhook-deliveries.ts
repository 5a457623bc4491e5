import {
  deleteOldWebhookEvents,
  endDelivery,
  findExpiredDelivery,
  insertMissingDeliveryMessages,
  listExpiredDeliveries,
  listUnansweredDeliveries,
  lockWebhookEndpoint,
  putBackDelivery,
  redispatchDelivery,
  releaseHeldDeliveries,
  type Db,
  type Tx,
} from "@sitemap-scanner/database";
import { MAX_RESCUES } from "./expired-leases.ts";
import type { FailedItems } from "./failed-items.ts";
import { finding, PASS_LIMIT, type Outcome } from "./finding.ts";
import { askWhichAreLost, LOST, makeWayForNext, type AskedBroker } from "./lost-doorbells.ts";
import { putRightEach } from "./put-right.ts";

/** R4 for deliveries: each becomes pending with a new generation, or fails as `poisoned`. */
export function rescueExpiredDeliveries(db: Db, failed?: FailedItems): Promise<Outcome[]> {
  return putRightEach(
    db,
    {
      rule: "R4",
      subject: "delivery",
      list: (limit) => listExpiredDeliveries(db, limit),
      idOf: (delivery) => delivery.id,
      putRight: rescue,
    },
    failed,
  );
}

async function rescue(
  tx: Tx,
  expired: { id: string; endpoint_id: string; lease: number },
): Promise<"rescued" | "poisoned" | undefined> {
  await lockWebhookEndpoint(tx, expired.endpoint_id);
  const holder = { deliveryId: expired.id, lease: expired.lease };
  const delivery = await findExpiredDelivery(tx, holder);
  // Its worker may have renewed it, or another pass may have been here.
  if (!delivery) return undefined;
  if (delivery.rescues < MAX_RESCUES) {
    const reason = "lease_expired";
    await putBackDelivery(tx, delivery.id, { reason, delayMs: 0, because: "worker_silent" });
    return "rescued";
  }
  const message = `Cannot send this event: ${MAX_RESCUES + 1} workers fell silent at it`;
  const error = { code: "poisoned", message };
  await endDelivery(tx, delivery.id, { status: "failed", reason: error.code, error });
  return "poisoned";
}

/** R2 for deliveries: published, not begun, and in nobody's hands. */
export function redispatchLostDeliveries(
  db: Db,
  broker: Pick<AskedBroker, "stateOf" | "holderOf" | "forget">,
  olderThanMs: number,
  failed?: FailedItems,
): Promise<Outcome[]> {
  return putRightEach(
    db,
    {
      rule: "R2",
      subject: "delivery",
      async list(limit) {
        const unanswered = await listUnansweredDeliveries(db, { olderThanMs, limit });
        return askWhichAreLost(db, broker, unanswered, olderThanMs);
      },
      idOf: (message) => message.deliveryId,
      prepare: (message) => makeWayForNext(broker, message),
      putRight: async (tx, message) =>
        (await redispatchDelivery(tx, message, LOST)) ? LOST : undefined,
    },
    failed,
  );
}

/** R6 for deliveries: the message that a trigger should have written. */
export async function writeMissingDeliveryMessages(db: Db): Promise<Outcome[]> {
  const ids = await insertMissingDeliveryMessages(db, PASS_LIMIT);
  return ids.map((id) => finding("R6", "delivery", { id, did: "message_inserted", isAlarm: true }));
}

/** R7 for deliveries: held, though their endpoint is enabled. */
export async function releaseStalledDeliveries(db: Db): Promise<Outcome[]> {
  const ids = await releaseHeldDeliveries(db, PASS_LIMIT);
  return ids.map((id) => finding("R7", "delivery", { id, did: "released" }));
}

/** Nothing late: what was told long ago makes way. */
export async function forgetOldWebhookEvents(db: Db, olderThanMs: number): Promise<Outcome[]> {
  await deleteOldWebhookEvents(db, { olderThanMs, limit: PASS_LIMIT });
  return [];
}
