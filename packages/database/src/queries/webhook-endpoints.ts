import { sql, type Selectable } from "kysely";
import type { Db, Tx } from "../database.ts";
import { fromNow } from "../from-now.ts";
import type { WebhookEndpoints } from "../schema/generated.ts";

export type WebhookEndpointRow = Selectable<WebhookEndpoints>;

export type EndpointEvent = "scan.complete" | "scan.failed" | "domain.changed";

export interface NewWebhookEndpoint {
  url: string;
  events: readonly EndpointEvent[];
  description: string | null;
  secret: string;
  enabled: boolean;
  createdBy: string | null;
}

/** Only those who add an endpoint take it, so that two of them can't both be the last that fits. */
const ADD_LOCK = 4_713_002;

/** @returns `undefined` when there are `most` already */
export async function insertWebhookEndpoint(
  tx: Tx,
  endpoint: NewWebhookEndpoint,
  most: number,
): Promise<WebhookEndpointRow | undefined> {
  // A statement of its own: what the next one counts is newer than what another has added.
  await sql`select pg_advisory_xact_lock(${ADD_LOCK})`.execute(tx);
  const { rows } = await sql<WebhookEndpointRow>`
    insert into webhook_endpoints (url, events, description, secret, disabled_at, disabled_reason, created_by)
    select ${endpoint.url}, ${endpoint.events}::text[], ${endpoint.description}, ${endpoint.secret},
      case when not ${endpoint.enabled}::boolean then now() end,
      case when not ${endpoint.enabled}::boolean then 'asked' end, ${endpoint.createdBy}
    where (select count(*) from webhook_endpoints) < ${most}
    returning *`.execute(tx);
  return rows[0];
}

export function findWebhookEndpoint(db: Db, id: string): Promise<WebhookEndpointRow | undefined> {
  return db.selectFrom("webhook_endpoints").selectAll().where("id", "=", id).executeTakeFirst();
}

/**
 * Locks an endpoint against all who write it. Whoever writes a delivery of it as well does this first:
 * to disable an endpoint changes its deliveries.
 */
export function lockWebhookEndpoint(tx: Tx, id: string): Promise<WebhookEndpointRow | undefined> {
  return tx
    .selectFrom("webhook_endpoints")
    .selectAll()
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** What is absent stays as it is. `undefined`: there is no such endpoint. */
export function changeWebhookEndpoint(
  db: Db,
  id: string,
  change: {
    url?: string | undefined;
    events?: readonly EndpointEvent[] | undefined;
    description?: string | null | undefined;
  },
): Promise<WebhookEndpointRow | undefined> {
  return db
    .updateTable("webhook_endpoints")
    .set({
      ...change,
      events: change.events && [...change.events],
      updated_at: sql<Date>`now()`,
    })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirst();
}

/** The database keeps or cancels its deliveries in the same statement. One that is disabled stays as it is. */
export async function disableWebhookEndpoint(
  db: Db,
  id: string,
  reason: "asked" | "gone" | "failing",
): Promise<void> {
  await db
    .updateTable("webhook_endpoints")
    .set({ disabled_at: sql<Date>`now()`, disabled_reason: reason })
    .where("id", "=", id)
    .where("disabled_at", "is", null)
    .execute();
}

/** The database lets go of its deliveries in the same statement. One that is enabled stays as it is. */
export async function enableWebhookEndpoint(db: Db, id: string): Promise<void> {
  await db
    .updateTable("webhook_endpoints")
    .set({ disabled_at: null, disabled_reason: null, failing_since: null })
    .where("id", "=", id)
    .where("disabled_at", "is not", null)
    .execute();
}

/** The secret that was there signs beside the new one for `overlapMs`; one before that signs no more. */
export function rotateWebhookSecret(
  db: Db,
  id: string,
  { secret, overlapMs }: { secret: string; overlapMs: number },
): Promise<WebhookEndpointRow | undefined> {
  return db
    .updateTable("webhook_endpoints")
    .set((eb) => ({
      secret,
      old_secret: eb.ref("secret"),
      old_secret_until: fromNow(overlapMs),
    }))
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirst();
}

/** With its deliveries. @returns whether there was one */
export async function deleteWebhookEndpoint(db: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("webhook_endpoints")
    .where("id", "=", id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/**
 * Notes how an attempt went; the caller holds the lock of the endpoint.
 * @returns for how long every attempt has failed, in ms; 0 after a success
 */
export async function noteEndpointHealth(tx: Tx, id: string, succeeded: boolean): Promise<number> {
  // Written only when it turns: an endpoint that is well is not written at each attempt.
  await sql`
    update webhook_endpoints set failing_since = case when not ${succeeded}::boolean then now() end
    where id = ${id} and (failing_since is not null) = ${succeeded}::boolean`.execute(tx);
  const { rows } = await sql<{ failing_ms: number }>`
    select coalesce(extract(epoch from now() - failing_since) * 1000, 0)::float8 as failing_ms
    from webhook_endpoints where id = ${id}`.execute(tx);
  return rows[0]?.failing_ms ?? 0;
}
