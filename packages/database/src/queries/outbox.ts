import { sql } from "kysely";
import type { Db, Tx } from "../database.ts";
import { claimDueDeliveries } from "./webhook-messages.ts";

/** A message that is due: "task T, generation G, is to be done", or "delivery D, generation G". */
export type DueMessage = { id: string; generation: number } & (
  { kind: "discover" | "sitemap"; taskId: string } | { kind: "webhook"; deliveryId: string }
);

type TaskMessage = Extract<DueMessage, { taskId: string }>;

export interface MessageClaim {
  /** Messages of one claim, at most. */
  limit: number;
  /** Published and unstarted messages of the queue, at most. */
  window: number;
  /** How long other relays pass the messages over, in ms. */
  claimMs: number;
}

/** Files looked at for each one that is taken: a job has no more out than its window, 4 by default. */
const FILES_LOOKED_AT = 16;

/** Only relays take it, so that two of them can't fill the same room. */
const CLAIM_LOCK = 4_713_001;

/**
 * Claims due messages for `claimMs`: as many as the broker may still be given. Another relay passes them
 * over until then, and takes them again if they have not been marked by that time. Those of webhooks have
 * a lane of their own, so that neither a crowd of scans nor one of deliveries stands before the other.
 */
export async function claimDueMessages(db: Db, claim: MessageClaim): Promise<DueMessage[]> {
  // Most looks find nothing: those cost one question, and wait for no other relay.
  if (!(await isAnyDue(db))) return [];
  return db.transaction().execute(async (tx) => {
    // A statement of its own: what the next one sees is newer than what another relay has claimed.
    await sql`select pg_advisory_xact_lock(${CLAIM_LOCK})`.execute(tx);
    return [...(await claimDueDeliveries(tx, claim)), ...(await claimDueTasks(tx, claim))];
  });
}

async function isAnyDue(db: Db): Promise<boolean> {
  const { rows } = await sql<{ due: boolean }>`
    select exists (
      select from outbox where published_at is null and available_at <= now()
        and (claimed_until is null or claimed_until < now())) as due`.execute(db);
  return rows[0]?.due === true;
}

/**
 * One by one from two lanes, searches of new jobs and files of begun ones; of the files, one a job before
 * the second of any.
 */
async function claimDueTasks(tx: Tx, claim: MessageClaim): Promise<DueMessage[]> {
  const { rows } = await sql<TaskMessage>`
    with room as (
      select greatest(0, least(${claim.limit}, ${claim.window}
        - (select count(*) from outbox where published_at is not null and kind <> 'webhook')
        - (select count(*) from outbox where published_at is null and claimed_until > now() and kind <> 'webhook')))::int as size
    ), searches as (
      select id, task_id from outbox
      where kind = 'discover' and published_at is null and available_at <= now()
        and (claimed_until is null or claimed_until < now())
      order by available_at, id limit (select size from room) for update skip locked
    ), files as (
      select id, task_id from outbox
      where kind = 'sitemap' and published_at is null and available_at <= now()
        and (claimed_until is null or claimed_until < now())
      order by available_at, id limit (select ${FILES_LOOKED_AT}::int * size from room) for update skip locked
    ), ranked as (
      select id, row_number() over (order by id) as place, 1 as lane from searches
      union all
      select id, row_number() over (order by turn, id), 0 from (
        select f.id, row_number() over (partition by t.job_id order by f.id) as turn
        from files f join tasks t on t.id = f.task_id) of_job
    )
    update outbox o set claimed_until = now() + ${claim.claimMs}::float8 * interval '1 millisecond',
      tries = tries + 1
    where o.id in (select id from ranked order by place, lane limit (select size from room))
    returning o.id, o.task_id as "taskId", o.generation, o.kind`.execute(tx);
  return rows.toSorted((a, b) => Number(a.id) - Number(b.id));
}

/** A message that is gone by now was claimed by a worker meanwhile, which is all we wanted. */
export async function markPublished(db: Db, ids: readonly string[]): Promise<void> {
  await sql`
    update outbox set published_at = now(), claimed_until = null, last_error = null
    where id = any(${ids}::bigint[])`.execute(db);
}

/** Gives claimed messages back as they were: not they failed, the broker is away. */
export async function releaseMessages(
  db: Db,
  ids: readonly string[],
  error: string,
): Promise<void> {
  await sql`
    update outbox set claimed_until = null, last_error = ${error.slice(0, 500)}
    where id = any(${ids}::bigint[])`.execute(db);
}

/** Puts a message off: 1 s after the first try, doubling to a minute. */
export async function markUnpublished(
  db: Db,
  ids: readonly string[],
  error: string,
): Promise<void> {
  await sql`
    update outbox set claimed_until = null, last_error = ${error.slice(0, 500)},
      available_at = now() + least(60, power(2, least(tries, 10) - 1)) * interval '1 second'
    where id = any(${ids}::bigint[])`.execute(db);
}

/** Published messages whose task has not started for `olderThanMs`, oldest first. */
export async function listUnstartedMessages(
  db: Db,
  query: { olderThanMs: number; limit: number },
): Promise<TaskMessage[]> {
  const { rows } = await sql<TaskMessage>`
    select o.id, o.task_id as "taskId", o.generation, t.kind
    from outbox o join tasks t on t.id = o.task_id and t.generation = o.generation and t.status = 'pending'
    where o.published_at < now() - ${query.olderThanMs}::float8 * interval '1 millisecond'
    order by o.published_at limit ${query.limit}`.execute(db);
  return rows;
}

/** A new generation for a pending task whose doorbell is gone, with its message; due since it was due. */
export async function redispatchTask(
  db: Db,
  task: { taskId: string; generation: number },
  reason: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("tasks")
    .set((eb) => ({
      generation: eb("generation", "+", 1),
      status_reason: reason,
    }))
    .where("id", "=", task.taskId)
    .where("generation", "=", task.generation)
    .where("status", "=", "pending")
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
