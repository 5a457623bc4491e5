import { sql } from "kysely";
import type { Db } from "../database.ts";

/** A message that is due: "task T, generation G, is to be done". */
export interface DueMessage {
  id: string;
  taskId: string;
  generation: number;
  kind: "discover" | "sitemap";
}

/**
 * Claims due messages, oldest first, for `claimMs`. Another relay passes them over until then, and
 * takes them again if they have not been marked by that time.
 */
export async function claimDueMessages(
  db: Db,
  claim: { limit: number; claimMs: number },
): Promise<DueMessage[]> {
  const { rows } = await sql<DueMessage>`
    update outbox o set claimed_until = now() + ${claim.claimMs}::float8 * interval '1 millisecond', tries = tries + 1
    from tasks t
    where t.id = o.task_id and o.id in (
      select id from outbox
      where published_at is null and available_at <= now() and (claimed_until is null or claimed_until < now())
      order by available_at, id limit ${claim.limit} for update skip locked)
    returning o.id, o.task_id as "taskId", o.generation, t.kind`.execute(db);
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
): Promise<DueMessage[]> {
  const { rows } = await sql<DueMessage>`
    select o.id, o.task_id as "taskId", o.generation, t.kind
    from outbox o join tasks t on t.id = o.task_id and t.generation = o.generation and t.status = 'pending'
    where o.published_at < now() - ${query.olderThanMs}::float8 * interval '1 millisecond'
    order by o.published_at limit ${query.limit}`.execute(db);
  return rows;
}

/** A new generation for a pending task whose doorbell is gone, with its message. */
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
      available_at: sql<Date>`now()`,
    }))
    .where("id", "=", task.taskId)
    .where("generation", "=", task.generation)
    .where("status", "=", "pending")
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
