import { sql } from "kysely";
import type { Db } from "../database.ts";

/** A task that was cancelled while a worker was at it. */
export interface CancelledWorkView {
  worker_id: string | null;
  cancelled_at: Date;
  /** When that worker said that it has let go; null while it has not. */
  let_go_at: Date | null;
}

/**
 * Messages of the same lane that are before this one: published ones, and while it is unpublished itself,
 * due ones too.
 *
 * @returns at most `limit`, which then means: or more
 */
export async function countMessagesAhead(
  db: Db,
  messageId: string,
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ amount: number }>`
    select count(*)::int as amount from (
      select from outbox o join outbox mine on mine.id = ${messageId} and mine.kind = o.kind
      where o.published_at is not null
        and (mine.published_at is null or (o.published_at, o.id) < (mine.published_at, mine.id))
      union all
      select from outbox o join outbox mine on mine.id = ${messageId} and mine.kind = o.kind
      where o.published_at is null and mine.published_at is null and o.available_at <= now()
        and (o.available_at, o.id) < (mine.available_at, mine.id)
      limit ${limit}) ahead`.execute(db);
  return rows[0]?.amount ?? 0;
}

/** Those that have not let go first. */
export async function listCancelledWork(
  db: Db,
  jobId: string,
  limit: number,
): Promise<CancelledWorkView[]> {
  const { rows } = await sql<CancelledWorkView>`
    select t.worker_id, e.at as cancelled_at, t.let_go_at
    from job_events e join tasks t on t.id = e.task_id
    where e.job_id = ${jobId} and e.from_status = 'running' and e.to_status = 'cancelled'
    order by t.let_go_at nulls first, e.id limit ${limit}`.execute(db);
  return rows;
}

/** The time by the clock that all rows are written by. */
export async function readClock(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(db);
  const [row] = rows;
  if (!row) throw new Error("Cannot read the clock: the database gave no row");
  return row.now;
}
