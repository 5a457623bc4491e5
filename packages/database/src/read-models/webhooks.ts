import { sql, type Selectable } from "kysely";
import type { Db } from "../database.ts";
import type { WebhookAttempts, WebhookDeliveries, WebhookEvents } from "../schema/generated.ts";

/** A delivery as it is shown, with what it tells of and its latest attempt. */
export interface WebhookDeliveryView extends Pick<
  Selectable<WebhookDeliveries>,
  | "id"
  | "position"
  | "event_id"
  | "endpoint_id"
  | "replay_of"
  | "status"
  | "status_reason"
  | "attempt"
  | "available_at"
  | "created_at"
  | "started_at"
  | "finished_at"
> {
  type: WebhookEvents["type"];
  job_id: string | null;
  last: WebhookAttemptView | null;
}

/** As JSON gives it, so times are texts. */
export interface WebhookAttemptView extends Omit<
  Selectable<WebhookAttempts>,
  "delivery_id" | "started_at"
> {
  started_at: string;
}

/** What is sent. */
export interface WebhookEventView {
  type: WebhookEvents["type"];
  data: unknown;
  created_at: Date;
}

/** Newest first; `after` is the position of the last one seen. */
export function listWebhookDeliveries(
  db: Db,
  filter: {
    endpointId: string;
    status?: WebhookDeliveryView["status"] | undefined;
    after?: string | undefined;
    limit: number;
  },
): Promise<WebhookDeliveryView[]> {
  let query = selectDeliveries(db).where("d.endpoint_id", "=", filter.endpointId);
  if (filter.status) query = query.where("d.status", "=", filter.status);
  if (filter.after !== undefined) query = query.where("d.position", "<", filter.after);
  return query.orderBy("d.position", "desc").limit(filter.limit).execute();
}

export function findWebhookDelivery(db: Db, id: string): Promise<WebhookDeliveryView | undefined> {
  return selectDeliveries(db).where("d.id", "=", id).executeTakeFirst();
}

export async function findWebhookEvent(
  db: Db,
  eventId: string,
): Promise<WebhookEventView | undefined> {
  return db
    .selectFrom("webhook_events")
    .select(["type", "data", "created_at"])
    .where("id", "=", eventId)
    .executeTakeFirst();
}

/** In their order. */
export async function listWebhookAttempts(
  db: Db,
  deliveryId: string,
): Promise<WebhookAttemptView[]> {
  const { rows } = await sql<{ attempt: WebhookAttemptView }>`
    select to_jsonb(a) - 'delivery_id' as attempt from webhook_attempts a
    where delivery_id = ${deliveryId} order by number`.execute(db);
  return rows.map((row) => row.attempt);
}

function selectDeliveries(db: Db) {
  return db
    .selectFrom("webhook_deliveries as d")
    .innerJoin("webhook_events as e", "e.id", "d.event_id")
    .select([
      "d.id",
      "d.position",
      "d.event_id",
      "d.endpoint_id",
      "d.replay_of",
      "d.status",
      "d.status_reason",
      "d.attempt",
      "d.available_at",
      "d.created_at",
      "d.started_at",
      "d.finished_at",
      "e.type",
      "e.job_id",
      sql<WebhookAttemptView | null>`(
        select to_jsonb(a) - 'delivery_id' from webhook_attempts a
        where a.delivery_id = d.id order by a.number desc limit 1)`.as("last"),
    ]);
}

/** How it stands with webhooks in all. */
export interface WebhookFlowView {
  /** Deliveries that wait for their next attempt, and how long the first of those that are due has been. */
  pending: number;
  oldest_due_seconds: number | null;
  /** Deliveries that wait for their endpoint to be enabled. */
  held: number;
  /** Deliveries that were given up within the last day. */
  failed: number;
  /** Endpoints that were disabled and not by request. */
  disabled: number;
}

export async function readWebhookFlow(db: Db): Promise<WebhookFlowView> {
  const { rows } = await sql<WebhookFlowView>`
    select d.pending, d.oldest_due_seconds, d.held,
      (select count(*) from webhook_deliveries
        where status = 'failed' and finished_at > now() - interval '1 day')::int as failed,
      (select count(*) from webhook_endpoints where disabled_reason <> 'asked')::int as disabled
    from (
      select count(*) filter (where status = 'pending')::int as pending,
        count(*) filter (where status = 'held')::int as held,
        extract(epoch from now() - min(available_at) filter (where status = 'pending' and available_at <= now()))::float8
          as oldest_due_seconds
      from webhook_deliveries where status in ('held', 'pending')) d`.execute(db);
  const [flow] = rows;
  if (!flow) throw new Error("Cannot read the flow of webhooks: the database gave no row");
  return flow;
}

/** Of all endpoints, the oldest first; they are bounded in number. */
export function listWebhookEndpoints(db: Db) {
  return db
    .selectFrom("webhook_endpoints")
    .selectAll()
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}
