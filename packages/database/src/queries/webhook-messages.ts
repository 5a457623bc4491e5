import { sql } from "kysely";
import type { Db, Tx } from "../database.ts";

/** A message of a delivery: "delivery D, generation G, is to be sent". */
export interface DeliveryMessage {
  id: string;
  deliveryId: string;
  generation: number;
  kind: "webhook";
}

/** Of all slots of all workers, deliveries hold no more than one in so many; of one endpoint, one in so many. */
const SHARE_OF_DELIVERIES = 2;
const SHARE_OF_ENDPOINT = 8;

/**
 * Claims due messages of deliveries. An answer may take its whole time to come, so what is out is bounded
 * by the slots there are: scans keep the other half, and one endpoint that is slow leaves room to the
 * others. The first of each endpoint goes before the second of any. The caller holds the lock of relays.
 */
export async function claimDueDeliveries(
  tx: Tx,
  claim: { limit: number; claimMs: number },
): Promise<DeliveryMessage[]> {
  const { rows } = await sql<DeliveryMessage>`
    with slots as (
      select coalesce(sum(concurrency), 0)::int as total from workers
      where stopped_at is null and last_seen_at > now() - interval '15 seconds'
    ), out as (
      select endpoint_id, count(*)::int as amount from (
        select endpoint_id from webhook_deliveries where status = 'running'
        union all
        select d.endpoint_id from outbox o join webhook_deliveries d on d.id = o.delivery_id
        where o.published_at is not null
        union all
        select d.endpoint_id from outbox o join webhook_deliveries d on d.id = o.delivery_id
        where o.published_at is null and o.claimed_until > now()) each group by endpoint_id
    ), room as (
      select greatest(1, total / ${SHARE_OF_ENDPOINT}::int) as of_endpoint,
        least(${claim.limit}, greatest(0, greatest(1, total / ${SHARE_OF_DELIVERIES}::int)
          - (select coalesce(sum(amount), 0) from out)))::int as size
      from slots
    ), ranked as (
      select due.id, due.available_at, coalesce(out.amount, 0) + due.turn as place
      from room
      cross join webhook_endpoints e
      left join out on out.endpoint_id = e.id
      cross join lateral (
        select id, available_at, row_number() over (order by available_at, id) as turn from (
          select o.id, o.available_at
          from webhook_deliveries d join outbox o on o.delivery_id = d.id and o.generation = d.generation
          where d.endpoint_id = e.id and d.status = 'pending' and d.available_at <= now()
            and o.published_at is null and o.available_at <= now()
            and (o.claimed_until is null or o.claimed_until < now())
          order by d.available_at
          limit greatest(0, room.of_endpoint - coalesce(out.amount, 0))) of_endpoint) due
      where room.size > 0
      order by place, due.available_at limit (select size from room)
    ), free as (
      select id from outbox where id in (select id from ranked) for update skip locked
    )
    update outbox o set claimed_until = now() + ${claim.claimMs}::float8 * interval '1 millisecond',
      tries = tries + 1
    from free where o.id = free.id
    returning o.id, o.delivery_id as "deliveryId", o.generation, o.kind`.execute(tx);
  return rows;
}

/** Published messages whose delivery has not begun for `olderThanMs`, oldest first. */
export async function listUnansweredDeliveries(
  db: Db,
  query: { olderThanMs: number; limit: number },
): Promise<DeliveryMessage[]> {
  const { rows } = await sql<DeliveryMessage>`
    select o.id, o.delivery_id as "deliveryId", o.generation, o.kind
    from outbox o
    join webhook_deliveries d on d.id = o.delivery_id and d.generation = o.generation and d.status = 'pending'
    where o.published_at < now() - ${query.olderThanMs}::float8 * interval '1 millisecond'
    order by o.published_at limit ${query.limit}`.execute(db);
  return rows;
}

/** A new generation for a pending delivery whose doorbell is gone, with its message. */
export async function redispatchDelivery(
  db: Db,
  delivery: { deliveryId: string; generation: number },
  reason: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("webhook_deliveries")
    .set((eb) => ({ generation: eb("generation", "+", 1), status_reason: reason }))
    .where("id", "=", delivery.deliveryId)
    .where("generation", "=", delivery.generation)
    .where("status", "=", "pending")
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The same for every delivery whose doorbell was published and not answered, but for locked ones. @returns how many */
export async function redispatchPublishedDeliveries(db: Db, reason: string): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    with lost as (
      select d.id from webhook_deliveries d join outbox o on o.delivery_id = d.id and o.generation = d.generation
      where d.status = 'pending' and o.published_at is not null for no key update of d skip locked
    )
    update webhook_deliveries d set generation = d.generation + 1, status_reason = ${reason}
    from lost where d.id = lost.id`.execute(db);
  return Number(numAffectedRows);
}

/** Writes the messages that pending deliveries should have, but for locked ones. @returns the ids of those deliveries */
export async function insertMissingDeliveryMessages(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ delivery_id: string }>`
    insert into outbox (delivery_id, generation, available_at)
    select d.id, d.generation, d.available_at from webhook_deliveries d
    where d.status = 'pending' and not exists (
      select from outbox o where o.delivery_id = d.id and o.generation = d.generation)
    order by d.available_at limit ${limit} for key share of d skip locked
    on conflict on constraint outbox_delivery_id_generation_key do nothing
    returning delivery_id`.execute(db);
  return rows.map((row) => row.delivery_id);
}
