import { sql, type Selectable } from "kysely";
import type { Db, Tx } from "../database.ts";
import { fromNow } from "../from-now.ts";
import type { WebhookDeliveries, WebhookEvents } from "../schema/generated.ts";

export type WebhookDeliveryRow = Selectable<WebhookDeliveries>;

/** Who may write for a delivery: nobody else has this lease number. */
export interface DeliveryHolder {
  deliveryId: string;
  lease: number;
}

/** A delivery that a worker has taken, with all that is to be sent. */
export interface TakenDelivery {
  id: string;
  lease: number;
  attempt: number;
  endpoint_id: string;
  event_id: string;
  type: WebhookEvents["type"];
  data: unknown;
  /** When what it tells of was. */
  created_at: Date;
  /** The time by the clock of the database. */
  now: Date;
  url: string;
  /** Those that sign at this time, the newest first. */
  secrets: string[];
}

/** Takes a pending delivery of this generation. `undefined`: it is done, taken, held or an older one. */
export async function takeDelivery(
  tx: Tx,
  delivery: { deliveryId: string; generation: number; workerId: string; leaseMs: number },
): Promise<TakenDelivery | undefined> {
  const { rows } = await sql<TakenDelivery>`
    update webhook_deliveries d set status = 'running', status_reason = 'claimed', lease = d.lease + 1,
      attempt = d.attempt + 1, worker_id = ${delivery.workerId}, lease_until = ${fromNow(delivery.leaseMs)}
    from webhook_endpoints n, webhook_events e
    where d.id = ${delivery.deliveryId} and d.generation = ${delivery.generation} and d.status = 'pending'
      and n.id = d.endpoint_id and n.disabled_at is null and e.id = d.event_id
    returning d.id, d.lease, d.attempt, d.endpoint_id, d.event_id, e.type, e.data, e.created_at, now() as now, n.url,
      array_remove(array[n.secret, case when n.old_secret_until > now() then n.old_secret end], null) as secrets`.execute(
    tx,
  );
  return rows[0];
}

/** Of a pending delivery whose endpoint is disabled: whoever made it has not seen that. */
export async function holdDelivery(db: Db, deliveryId: string): Promise<void> {
  await sql`
    update webhook_deliveries d set status = 'held', status_reason = 'endpoint_disabled'
    from webhook_endpoints n
    where d.id = ${deliveryId} and d.status = 'pending' and n.id = d.endpoint_id and n.disabled_at is not null`.execute(
    db,
  );
}

export function findDelivery(db: Db, id: string): Promise<WebhookDeliveryRow | undefined> {
  return db.selectFrom("webhook_deliveries").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The running delivery, if the lease is still the holder's. The caller holds the lock of its endpoint. */
export function findLeasedDelivery(
  tx: Tx,
  holder: DeliveryHolder,
): Promise<WebhookDeliveryRow | undefined> {
  return leasedBy(tx, holder).executeTakeFirst();
}

/** The same if the lease ran out. */
export function findExpiredDelivery(
  tx: Tx,
  holder: DeliveryHolder,
): Promise<WebhookDeliveryRow | undefined> {
  return leasedBy(tx, holder)
    .where("lease_until", "<", sql<Date>`now()`)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

function leasedBy(tx: Tx, { deliveryId, lease }: DeliveryHolder) {
  return tx
    .selectFrom("webhook_deliveries")
    .selectAll()
    .where("id", "=", deliveryId)
    .where("lease", "=", lease)
    .where("status", "=", "running");
}

/** Running deliveries whose lease ran out, oldest first. */
export function listExpiredDeliveries(
  db: Db,
  limit: number,
): Promise<{ id: string; endpoint_id: string; lease: number }[]> {
  return db
    .selectFrom("webhook_deliveries")
    .select(["id", "endpoint_id", "lease"])
    .where("status", "=", "running")
    .where("lease_until", "<", sql<Date>`now()`)
    .orderBy("lease_until")
    .limit(limit)
    .execute();
}

export async function endDelivery(
  db: Db,
  id: string,
  end: {
    status: "delivered" | "failed";
    reason: string;
    error?: { code: string; message: string } | undefined;
  },
): Promise<void> {
  await db
    .updateTable("webhook_deliveries")
    .set({
      status: end.status,
      status_reason: end.reason,
      last_error: end.error ? JSON.stringify(end.error) : null,
    })
    .where("id", "=", id)
    .execute();
}

/** Back to pending: the database gives it a new generation and a message that is due in `delayMs`. */
export async function putBackDelivery(
  db: Db,
  id: string,
  back: {
    reason: string;
    delayMs: number;
    /** Only what was answered, or could not be sent, counts as an attempt. */
    because: "failed" | "interrupted" | "worker_silent";
    error?: { code: string; message: string } | undefined;
  },
): Promise<void> {
  await db
    .updateTable("webhook_deliveries")
    .set((eb) => ({
      status: "pending",
      status_reason: back.reason,
      available_at: fromNow(back.delayMs),
      ...(back.because === "failed" ? { rescues: 0 } : { attempt: eb("attempt", "-", 1) }),
      ...(back.because === "worker_silent" && { rescues: eb("rescues", "+", 1) }),
      ...(back.error && { last_error: JSON.stringify(back.error) }),
    }))
    .where("id", "=", id)
    .execute();
}

/** How one attempt went. */
export interface AttemptRecord {
  durationMs: number;
  /** Null when nobody answered. */
  responseStatus: number | null;
  responseBody: string | null;
  error: { code: string; message: string } | null;
}

export async function insertAttempt(
  db: Db,
  delivery: { id: string; number: number },
  attempt: AttemptRecord,
): Promise<void> {
  await db
    .insertInto("webhook_attempts")
    .values({
      delivery_id: delivery.id,
      number: delivery.number,
      started_at: fromNow(-attempt.durationMs),
      duration_ms: Math.round(attempt.durationMs),
      response_status: attempt.responseStatus,
      response_body: attempt.responseBody,
      error_code: attempt.error?.code ?? null,
      error_message: attempt.error?.message ?? null,
    })
    .execute();
}

/** An event for one endpoint alone, which proves that it can be reached. @returns its delivery */
export async function insertTestEvent(
  db: Db,
  endpointId: string,
  data: object,
): Promise<{ id: string }> {
  const { rows } = await sql<{ id: string }>`
    with made as (
      insert into webhook_events (type, data) values ('webhook.test', ${JSON.stringify(data)}::jsonb) returning id
    )
    insert into webhook_deliveries (event_id, endpoint_id) select id, ${endpointId} from made
    returning id`.execute(db);
  const [row] = rows;
  if (!row) throw new Error("Cannot insert the test event: the database gave no row");
  return row;
}

/** Keeps an event from being deleted before the transaction ends. @returns whether it is there */
export async function keepWebhookEvent(tx: Tx, id: string): Promise<boolean> {
  const event = await tx
    .selectFrom("webhook_events")
    .select("id")
    .where("id", "=", id)
    .forKeyShare()
    .executeTakeFirst();
  return event !== undefined;
}

/** The same event for the same endpoint once more. */
export function insertReplay(
  db: Db,
  delivery: Pick<WebhookDeliveryRow, "id" | "event_id" | "endpoint_id">,
): Promise<{ id: string }> {
  return db
    .insertInto("webhook_deliveries")
    .values({
      event_id: delivery.event_id,
      endpoint_id: delivery.endpoint_id,
      replay_of: delivery.id,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
}

/** Releases what is held though its endpoint is enabled, but for what is locked. @returns the ids */
export async function releaseHeldDeliveries(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update webhook_deliveries set status = 'pending', status_reason = 'endpoint_enabled', available_at = now()
    where id in (
      select d.id from webhook_deliveries d join webhook_endpoints n on n.id = d.endpoint_id
      where d.status = 'held' and n.disabled_at is null limit ${limit} for no key update of d skip locked)
    returning id`.execute(db);
  return rows.map((row) => row.id);
}

/** Deletes events, with their deliveries, of which none is open. @returns how many */
export async function deleteOldWebhookEvents(
  db: Db,
  query: { olderThanMs: number; limit: number },
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from webhook_events where id in (
      select e.id from webhook_events e
      where e.created_at < ${fromNow(-query.olderThanMs)} and not exists (
        select from webhook_deliveries d where d.event_id = e.id and d.status in ('held', 'pending', 'running'))
      order by e.created_at limit ${query.limit})`.execute(db);
  return Number(numAffectedRows);
}
