import { sql, type Kysely } from "kysely";

/**
 * Backlog is no breach: with a million jobs before it a message may wait for hours, and a doorbell for
 * minutes while every slot of every worker is busy. What counts is whether anything moves. So:
 *
 * - A due message is late when relays have done nothing for 30 s, or when there was room at the broker and
 *   for 30 s nothing was published and nothing started. One that the broker refuses again and again is late
 *   by itself: it is put off at each try.
 * - A doorbell is late when no worker is alive, or when slots are free and nothing has started for 30 s. A
 *   task that was rescued may wait within a worker for its turn.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Whether anything moves, from a handful of rows each: it is asked at every look at the view.
  await sql`
    create view standing (relay_silent, has_room, published_lately, started_lately, workers_alive, slots_free) as
      select
        not exists (select from loops where name = 'relay' and succeeded_at > now() - interval '30 seconds'),
        (select count(*) from outbox where published_at is not null or claimed_until > now())
          < coalesce((select max("window") from brokers), 1),
        exists (select from outbox where published_at > now() - interval '30 seconds'),
        exists (select from (select to_status, task_id, at from job_events order by id desc limit 2000) e
                where e.to_status = 'running' and e.task_id is not null and e.at > now() - interval '30 seconds'),
        w.alive > 0,
        (select count(*) from tasks where status = 'running') < w.slots
      from (select count(*) as alive, coalesce(sum(concurrency), 0) as slots from workers
            where stopped_at is null and last_seen_at > now() - interval '30 seconds') w`.execute(
    db,
  );
  await replaceView(
    db,
    sql`
      select 'message_unpublished', 'task', o.task_id::text, o.available_at,
             format('message %s is due and unpublished after %s tries: %s', o.id, o.tries, coalesce(o.last_error, 'no error noted'))
        from outbox o cross join still s
        where o.published_at is null and o.available_at < now() - interval '30 seconds'
          and (s.relay_silent or s.has_room and not s.published_lately and not s.started_lately)
      union all
      select 'message_refused', 'task', o.task_id::text, o.created_at,
             format('message %s was refused by the broker %s times: %s', o.id, o.tries, o.last_error)
        from outbox o
        where o.published_at is null and o.tries >= 5 and o.last_error is not null
          and o.created_at < now() - interval '30 seconds'
      union all
      select 'task_not_started', 'task', o.task_id::text, o.published_at,
             'its doorbell was published over a minute ago, and no worker has started it although one could'
        from outbox o join tasks t on t.id = o.task_id and t.generation = o.generation cross join still s
        where o.published_at < now() - interval '1 minute' and t.status = 'pending'
          and (not s.workers_alive or s.slots_free and not s.started_lately and t.rescues = 0)`,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await replaceView(
    db,
    sql`
      select 'message_unpublished', 'task', o.task_id::text, o.available_at,
             format('message %s is due and unpublished after %s tries: %s', o.id, o.tries, coalesce(o.last_error, 'no error noted'))
        from outbox o
        where o.published_at is null and o.available_at < now() - interval '30 seconds'
      union all
      select 'task_not_started', 'task', o.task_id::text, o.published_at,
             'its doorbell was published over a minute ago and no worker has started it'
        from outbox o join tasks t on t.id = o.task_id and t.generation = o.generation
        where o.published_at < now() - interval '1 minute' and t.status = 'pending'`,
    false,
  );
  await sql`drop view standing`.execute(db);
}
