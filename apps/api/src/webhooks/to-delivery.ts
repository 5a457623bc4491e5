import type { Delivery, DeliveryDetail } from "@sitemap-scanner/contracts";
import type {
  WebhookAttemptView,
  WebhookDeliveryView,
  WebhookEventView,
} from "@sitemap-scanner/database";

export function toDelivery(delivery: WebhookDeliveryView): Delivery {
  return {
    id: delivery.id,
    webhook_id: delivery.endpoint_id,
    event_id: delivery.event_id,
    type: delivery.type,
    job_id: delivery.job_id,
    replay_of: delivery.replay_of,
    status: delivery.status,
    reason: delivery.status_reason,
    attempts: delivery.attempt,
    next_attempt_at: delivery.status === "pending" ? delivery.available_at.toISOString() : null,
    last_attempt: delivery.last && toAttempt(delivery.last),
    created_at: delivery.created_at.toISOString(),
    finished_at: delivery.finished_at?.toISOString() ?? null,
  };
}

export function toDeliveryDetail(
  delivery: WebhookDeliveryView,
  event: WebhookEventView,
  attempts: readonly WebhookAttemptView[],
): DeliveryDetail {
  const { type, created_at: at, data } = event;
  return {
    ...toDelivery(delivery),
    event: { type, timestamp: at.toISOString(), data },
    attempt_log: attempts.map(toAttempt),
  };
}

function toAttempt(attempt: WebhookAttemptView): DeliveryDetail["attempt_log"][number] {
  const { error_code: code, error_message: message } = attempt;
  return {
    number: attempt.number,
    started_at: new Date(attempt.started_at).toISOString(),
    duration_ms: attempt.duration_ms,
    response_status: attempt.response_status,
    response_body: attempt.response_body,
    error: code === null ? null : { code, message: message ?? "" },
  };
}
