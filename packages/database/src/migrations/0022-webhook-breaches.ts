import { sql, type Kysely, type RawBuilder } from "kysely";

/** As migration 0016 has it; the rest of the breaches are in `invariant_breaches_of_jobs`. */
const DOMAINS_NOT_TAKEN = sql`
  select 'domain_not_taken', 'domain', d.id::text, coalesce(d.queued_at, d.updated_at),
         format('domain %s is queued, and no intake has taken it', d.domain)
    from domains d
    where d.sitemap_analysis_status = 'queued'
      and coalesce(d.queued_at, d.updated_at) < now() - interval '1 minute'
      -- Unless the intake is at it: its last pass ended for want of room, or with more to do.
      and not exists (select from loops l
                      where l.name = 'intake' and l.succeeded_at > now() - interval '1 minute'
                        and l.detail ->> 'ended' in ('full', 'limit'))`;

/** As for tasks. Many that are due are backlog while any is begun: what counts is whether it moves. */
const DELIVERIES = sql`
  select 'pending_without_message', 'delivery', d.id::text, d.available_at,
         format('generation %s of a pending delivery has no outbox message', d.generation)
    from webhook_deliveries d
    where d.status = 'pending'
      and not exists (select from outbox o where o.delivery_id = d.id and o.generation = d.generation)
  union all
  select 'lease_expired', 'delivery', d.id::text, d.lease_until,
         format('delivery is running, but %s last renewed its lease to %s', d.worker_id, d.lease_until)
    from webhook_deliveries d
    where d.status = 'running' and d.lease_until < now() - interval '10 seconds'
  union all
  select 'held_with_room', 'delivery', d.id::text, d.available_at,
         format('delivery is held although endpoint %s is enabled', d.endpoint_id)
    from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
    where d.status = 'held' and e.disabled_at is null and e.updated_at < now() - interval '30 seconds'
  union all
  select 'message_refused', 'delivery', o.delivery_id::text, o.created_at,
         format('message %s was refused by the broker %s times: %s', o.id, o.tries, o.last_error)
    from outbox o
    where o.delivery_id is not null and o.published_at is null and o.tries >= 5 and o.last_error is not null
      and o.created_at < now() - interval '30 seconds'
  union all
  select 'delivery_late', 'delivery', d.id::text, d.available_at,
         format('delivery to endpoint %s is due, and no worker has begun any for 30 s', d.endpoint_id)
    from webhook_deliveries d
    where d.status = 'pending' and d.available_at < now() - interval '1 minute'
      and not exists (select from webhook_deliveries s where s.started_at > now() - interval '30 seconds')`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await replaceMovement(db, {
    published: sql`(select count(*) from outbox where published_at is not null and kind <> 'webhook')`,
    publishedLately: sql`exists (select from outbox where published_at > now() - interval '30 seconds' and kind <> 'webhook')`,
    running: sql`(select count(*) from tasks where status = 'running')
      + (select count(*) from webhook_deliveries where status = 'running')`,
  });
  // A message that has no task is a delivery's.
  await sql`
    create or replace view invariant_violations (code, subject, subject_id, since, detail) as
      select code, subject, subject_id, since, detail from invariant_breaches_of_jobs
      where subject_id is not null
      union all ${DOMAINS_NOT_TAKEN}
      union all ${DELIVERIES}`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace view invariant_violations (code, subject, subject_id, since, detail) as
      select code, subject, subject_id, since, detail from invariant_breaches_of_jobs
      union all ${DOMAINS_NOT_TAKEN}`.execute(db);
  await replaceMovement(db, {
    published: sql`(select count(*) from outbox where published_at is not null)`,
    publishedLately: sql`exists (select from outbox where published_at > now() - interval '30 seconds')`,
    running: sql`(select count(*) from tasks where status = 'running')`,
  });
}

/** Of the scans, as migration 0017 has it: a delivery takes a slot, but no room of theirs at the broker. */
async function replaceMovement(
  db: Kysely<unknown>,
  facts: Record<"published" | "publishedLately" | "running", RawBuilder<unknown>>,
): Promise<void> {
  await sql`
    create or replace view movement (relay_silent, has_room, published_lately, started_lately, workers_alive, slots_free) as
      select
        not exists (select from loops where name = 'relay' and succeeded_at > now() - interval '30 seconds'),
        ${facts.published} < coalesce((select max("window") from brokers), 1),
        ${facts.publishedLately},
        exists (select from (select to_status, task_id, at from job_events order by id desc limit 2000) e
                where e.to_status = 'running' and e.task_id is not null and e.at > now() - interval '30 seconds'),
        w.alive > 0,
        ${facts.running} < w.slots
      from (select count(*) as alive, coalesce(sum(concurrency), 0) as slots from workers
            where stopped_at is null and last_seen_at > now() - interval '30 seconds') w`.execute(
    db,
  );
}
