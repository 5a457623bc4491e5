import {
  disableWebhookEndpoint,
  endDelivery,
  findLeasedDelivery,
  inTransaction,
  insertAttempt,
  lockWebhookEndpoint,
  noteEndpointHealth,
  putBackDelivery,
  type Db,
  type Tx,
  type WebhookDeliveryRow,
} from "@sitemap-scanner/database";
import { LeaseLostError } from "../errors.ts";
import { isFailedByUs, type Attempt } from "./attempt.ts";
import { nextStep, type DeliverySchedule, type NextStep } from "./next-step.ts";

/** What a worker writes for: its claim on a delivery. */
export interface DeliveryClaim {
  id: string;
  lease: number;
  endpoint_id: string;
}

export interface DeliveryPolicy extends DeliverySchedule {
  /** An endpoint at which every attempt has failed for this long is disabled, in ms. */
  disableAfterMs: number;
}

/**
 * Writes how an attempt went, and what follows from it for the delivery and its endpoint.
 *
 * @throws LeaseLostError when the delivery is not ours any more; nothing is written then
 */
export function endAttempt(
  db: Db,
  claim: DeliveryClaim,
  attempt: Attempt,
  policy: DeliveryPolicy,
): Promise<NextStep["step"]> {
  return writeUnderLease(db, claim, async (tx, delivery) => {
    const answered = { status: attempt.responseStatus, retryAfterMs: attempt.retryAfterMs };
    const next = nextStep(answered, delivery.attempt, policy);
    await insertAttempt(tx, { id: delivery.id, number: delivery.attempt }, attempt);
    const failingMs = isFailedByUs(attempt)
      ? 0
      : await noteEndpointHealth(tx, delivery.endpoint_id, next.step === "delivered");
    await settle(tx, delivery, next, attempt.error ?? undefined);
    if (next.step === "gone") await disableWebhookEndpoint(tx, delivery.endpoint_id, "gone");
    else if (failingMs > policy.disableAfterMs)
      await disableWebhookEndpoint(tx, delivery.endpoint_id, "failing");
    return next.step;
  });
}

/** Hands a delivery back unsent, as on shutdown: at once for the next worker, no attempt burnt. */
export function handBackDelivery(db: Db, claim: DeliveryClaim, reason: string): Promise<void> {
  return writeUnderLease(db, claim, (tx) =>
    putBackDelivery(tx, claim.id, { reason, delayMs: 0, because: "interrupted" }),
  );
}

async function settle(
  tx: Tx,
  { id }: WebhookDeliveryRow,
  next: NextStep,
  error: { code: string; message: string } | undefined,
): Promise<void> {
  if (next.step === "retry") {
    const reason = error?.code ?? "failed";
    const { delayMs } = next;
    return putBackDelivery(tx, id, { reason, delayMs, because: "failed", error });
  }
  if (next.step === "delivered") return endDelivery(tx, id, { status: "delivered", reason: "ok" });
  const reason = next.step === "gone" ? "endpoint_gone" : "attempts_exhausted";
  return endDelivery(tx, id, { status: "failed", reason, error });
}

/** Locks the endpoint, as all do who write a delivery, and proves that the lease is still ours. */
function writeUnderLease<T>(
  db: Db,
  { id, lease, endpoint_id: endpointId }: DeliveryClaim,
  work: (tx: Tx, delivery: WebhookDeliveryRow) => Promise<T>,
): Promise<T> {
  return inTransaction(db, async (tx) => {
    await lockWebhookEndpoint(tx, endpointId);
    const delivery = await findLeasedDelivery(tx, { deliveryId: id, lease });
    if (!delivery) throw new LeaseLostError(id, lease);
    return work(tx, delivery);
  });
}
