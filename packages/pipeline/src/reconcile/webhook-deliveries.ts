import {
  deleteOldWebhookEvents,
  endDelivery,
  findExpiredDelivery,
  inTransaction,
  insertMissingDeliveryMessages,
  listExpiredDeliveries,
  listUnansweredDeliveries,
  lockWebhookEndpoint,
  putBackDelivery,
  redispatchDelivery,
  releaseHeldDeliveries,
  type Db,
} from "@sitemap-scanner/database";
import { finding, PASS_LIMIT, type Finding } from "./finding.ts";
import { MAX_RESCUES } from "./expired-leases.ts";
import { askWhichAreLost, makeWayForNext, type AskedBroker } from "./lost-doorbells.ts";

/** R4 for deliveries: each becomes pending with a new generation, or fails as `poisoned`. */
export async function rescueExpiredDeliveries(db: Db): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const expired of await listExpiredDeliveries(db, PASS_LIMIT)) {
    const did = await rescue(db, expired);
    if (did) findings.push(finding("R4", "delivery", { id: expired.id, did }));
  }
  return findings;
}

function rescue(
  db: Db,
  expired: { id: string; endpoint_id: string; lease: number },
): Promise<"rescued" | "poisoned" | undefined> {
  return inTransaction(db, async (tx) => {
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
  });
}

/** R2 for deliveries: published, not begun, and in nobody's hands. */
export async function redispatchLostDeliveries(
  db: Db,
  broker: Pick<AskedBroker, "stateOf" | "holderOf" | "forget">,
  olderThanMs: number,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const unanswered = await listUnansweredDeliveries(db, { olderThanMs, limit: PASS_LIMIT });
  for (const message of await askWhichAreLost(db, broker, unanswered, olderThanMs)) {
    await makeWayForNext(broker, message);
    if (await redispatchDelivery(db, message, "lost_by_broker"))
      findings.push(finding("R2", "delivery", { id: message.deliveryId, did: "lost_by_broker" }));
  }
  return findings;
}

/** R6 and R7 for deliveries: what a trigger should have written, and what is held for nothing. */
export async function insertMissingDeliveryRows(db: Db): Promise<Finding[]> {
  const missing = await insertMissingDeliveryMessages(db, PASS_LIMIT);
  const held = await releaseHeldDeliveries(db, PASS_LIMIT);
  return [
    ...missing.map((id) =>
      finding("R6", "delivery", { id, did: "message_inserted", isAlarm: true }),
    ),
    ...held.map((id) => finding("R7", "delivery", { id, did: "released" })),
  ];
}

/** Nothing late: what was told long ago makes way. */
export async function forgetOldWebhookEvents(db: Db, olderThanMs: number): Promise<Finding[]> {
  await deleteOldWebhookEvents(db, { olderThanMs, limit: PASS_LIMIT });
  return [];
}
