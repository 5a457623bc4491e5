import { sql, type Kysely, type RawBuilder } from "kysely";

/** As migration 0008 has them, and as they stay. */
const OTHER_BREACHES = sql`
  select 'pending_without_message', 'task', t.id::text, t.available_at,
         format('generation %s of a pending %s task has no outbox message', t.generation, t.kind)
    from tasks t
    where t.status = 'pending'
      and not exists (select from outbox o where o.task_id = t.id and o.generation = t.generation)
  union all
  select 'lease_expired', 'task', t.id::text, t.lease_until,
         format('%s task is running, but %s last renewed its lease to %s', t.kind, t.worker_id, t.lease_until)
    from tasks t
    where t.status = 'running' and t.lease_until < now() - interval '10 seconds'
  union all
  select 'job_past_deadline', 'job', j.job_id::text, j.deadline_at,
         format('%s job is past its deadline', j.status)
    from jobs j
    where j.status in ('pending', 'running') and j.deadline_at < now()
  union all
  select 'job_without_open_task', 'job', j.job_id::text, j.updated_at,
         format('%s job has no open task, so nothing will finish it', j.status)
    from jobs j
    where j.status in ('pending', 'running')
      and not exists (select from tasks t where t.job_id = j.job_id and t.status in ('held', 'pending', 'running'))
  union all
  select 'open_task_of_finished_job', 'task', t.id::text, j.finished_at,
         format('%s task of a %s job', t.status, j.status)
    from tasks t join jobs j on j.job_id = t.job_id
    where t.status in ('held', 'pending', 'running') and j.status not in ('pending', 'running')
  union all
  select 'held_with_room', 'job', j.job_id::text, j.updated_at,
         'tasks are held although none is out'
    from jobs j
    where j.status in ('pending', 'running')
      and exists (select from tasks t where t.job_id = j.job_id and t.status = 'held')
      and not exists (select from tasks t where t.job_id = j.job_id and t.status in ('pending', 'running'))
  union all
  select 'window_exceeded', 'job', t.job_id::text, max(t.available_at),
         format('%s tasks are out, the window is %s', count(*), j.task_window)
    from tasks t join jobs j on j.job_id = t.job_id
    where t.status in ('pending', 'running')
    group by t.job_id, j.task_window
    having count(*) > j.task_window
  union all
  select 'complete_without_reading', 'job', j.job_id::text, j.finished_at,
         'complete job without a sitemap that was read'
    from jobs j
    where j.status = 'complete' and j.sitemaps_read = 0
  union all
  select 'counters_differ', 'job', j.job_id::text, j.finished_at,
         format('job says %s pages, its files say %s', j.pages_found, f.pages)
    from jobs j
    cross join lateral (select coalesce(sum(s.pages_found), 0) as pages
                        from sitemap_files s where s.job_id = j.job_id) f
    where j.finished_at > now() - interval '1 hour' and j.pages_found <> f.pages
  union all
  select 'domain_status_differs', 'domain', d.id::text, d.updated_at,
         format('domain %s is %s, its latest job is %s', d.domain, d.sitemap_analysis_status, coalesce(j.status, 'missing'))
    from domains d left join jobs j on j.job_id = d.latest_job_id
    where d.sitemap_analysis_status not in ('new', 'queued')
      and d.sitemap_analysis_status is distinct from domain_status_of(j.status)`;

/**
 * Backlog is no breach: with a million jobs before it a message may wait for hours, and a doorbell for
 * minutes while every slot of every worker is busy. What counts is whether anything moves.
 */
const STANDING_STILL = sql`
  -- Relays have done nothing for a while; or there was room at the broker, and nothing was published into
  -- it, nor was anything started that had been.
  select 'message_unpublished', 'task', o.task_id::text, o.available_at,
         format('message %s is due and unpublished after %s tries: %s', o.id, o.tries, coalesce(o.last_error, 'no error noted'))
    from outbox o cross join movement m
    where o.published_at is null and o.available_at < now() - interval '30 seconds'
      and (m.relay_silent or m.has_room and not m.published_lately and not m.started_lately)
  union all
  -- Put off at each try, it is never due for long.
  select 'message_refused', 'task', o.task_id::text, o.created_at,
         format('message %s was refused by the broker %s times: %s', o.id, o.tries, o.last_error)
    from outbox o
    where o.published_at is null and o.tries >= 5 and o.last_error is not null
      and o.created_at < now() - interval '30 seconds'
  union all
  -- Nobody is there, or slots are free and nothing was started. What was rescued may wait within a worker
  -- for its turn.
  select 'task_not_started', 'task', o.task_id::text, o.published_at,
         'its doorbell was published over a minute ago, and no worker has started it although one could'
    from outbox o join tasks t on t.id = o.task_id and t.generation = o.generation cross join movement m
    where o.published_at < now() - interval '1 minute' and t.status = 'pending'
      and (not m.workers_alive or m.slots_free and not m.started_lately and t.rescues = 0)`;

const LATE_BY_THE_CLOCK = sql`
  select 'message_unpublished', 'task', o.task_id::text, o.available_at,
         format('message %s is due and unpublished after %s tries: %s', o.id, o.tries, coalesce(o.last_error, 'no error noted'))
    from outbox o
    where o.published_at is null and o.available_at < now() - interval '30 seconds'
  union all
  select 'task_not_started', 'task', o.task_id::text, o.published_at,
         'its doorbell was published over a minute ago and no worker has started it'
    from outbox o join tasks t on t.id = o.task_id and t.generation = o.generation
    where o.published_at < now() - interval '1 minute' and t.status = 'pending'`;

export async function up(db: Kysely<unknown>): Promise<void> {
  // From a few rows each: it is asked at every look at the breaches.
  await sql`
    create view movement (relay_silent, has_room, published_lately, started_lately, workers_alive, slots_free) as
      select
        not exists (select from loops where name = 'relay' and succeeded_at > now() - interval '30 seconds'),
        (select count(*) from outbox where published_at is not null)
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
  await replaceBreaches(db, STANDING_STILL);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await replaceBreaches(db, LATE_BY_THE_CLOCK);
  await sql`drop view movement`.execute(db);
}

async function replaceBreaches(db: Kysely<unknown>, late: RawBuilder<unknown>): Promise<void> {
  await sql`
    create or replace view invariant_breaches_of_jobs (code, subject, subject_id, since, detail) as
      ${OTHER_BREACHES} union all ${late}`.execute(db);
}
