import { sql } from "kysely";
import type { Db } from "../database.ts";

/** Says how many messages a broker is given at a time. */
export async function recordBrokerWindow(db: Db, queue: string, window: number): Promise<void> {
  await sql`
    insert into brokers (queue, "window") values (${queue}, ${window})
    on conflict (queue) do update set "window" = excluded."window"
    where brokers."window" <> excluded."window"`.execute(db);
}

/**
 * Compares the epoch that a broker tells with the one it told before. The row stays locked until the
 * transaction ends, so that one process alone acts on a change.
 *
 * @returns true when the broker has lost what it held
 */
export async function noteBrokerEpoch(db: Db, queue: string, epoch: string): Promise<boolean> {
  const known = await db
    .selectFrom("brokers")
    .select("epoch")
    .where("queue", "=", queue)
    .forUpdate()
    .executeTakeFirst();
  if (!known || known.epoch === epoch) return false;
  await db.updateTable("brokers").set({ epoch }).where("queue", "=", queue).execute();
  return known.epoch !== null;
}

/**
 * Gives every task whose doorbell was published and not answered a new generation, and so a new message,
 * but for those that somebody has locked.
 *
 * @returns how many
 */
export async function redispatchPublished(db: Db, reason: string): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    with lost as (
      select t.id from tasks t join outbox o on o.task_id = t.id and o.generation = t.generation
      where t.status = 'pending' and o.published_at is not null for no key update of t skip locked
    )
    update tasks t set generation = t.generation + 1, status_reason = ${reason}
    from lost where t.id = lost.id`.execute(db);
  return Number(numAffectedRows);
}
