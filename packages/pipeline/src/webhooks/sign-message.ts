import type { TakenDelivery } from "@sitemap-scanner/database";
import { Webhook } from "standardwebhooks";

/** What is posted, as Standard Webhooks has it. */
export interface SignedMessage {
  body: string;
  headers: Record<string, string>;
}

/**
 * The message of a delivery: its id is that of the event, so it is the same for each attempt and replay;
 * the time of its headers is that of the attempt, by the clock of the database.
 *
 * @param statusUrlOf where a client sees how a job stands
 */
export function signMessage(
  delivery: TakenDelivery,
  statusUrlOf: (jobId: string) => string,
): SignedMessage {
  const { event_id: id, now, type, created_at: createdAt } = delivery;
  const data = withStatusUrl(delivery.data, statusUrlOf);
  const body = JSON.stringify({ type, timestamp: createdAt.toISOString(), data });
  const signatures = delivery.secrets.map((secret) => new Webhook(secret).sign(id, now, body));
  return {
    body,
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
      "webhook-signature": signatures.join(" "),
    },
  };
}

function withStatusUrl(data: unknown, statusUrlOf: (jobId: string) => string): unknown {
  if (typeof data !== "object" || data === null || !("job_id" in data)) return data;
  return { ...data, status_url: statusUrlOf(String(data.job_id)) };
}
