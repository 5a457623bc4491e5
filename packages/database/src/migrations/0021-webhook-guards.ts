import { sql, type Kysely } from "kysely";

/**
 * Events by trigger, so that no code path can forget one; and for deliveries what tasks have: legal
 * transitions, and a message for each new generation. Error codes as in migration 0005.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await guardDeliveries(db);
  await sendMessages(db);
  await followEndpoints(db);
  await makeEvents(db);
}

async function guardDeliveries(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function webhook_deliveries_before_insert() returns trigger language plpgsql as $$
    begin
      if new.status not in ('held', 'pending') then
        raise exception 'a delivery begins as held or pending, not as %', new.status using errcode = 'SC002';
      end if;
      new.generation := case new.status when 'pending' then 1 else 0 end;
      new.lease := 0;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger webhook_deliveries_before_insert before insert on webhook_deliveries
      for each row execute function webhook_deliveries_before_insert()`.execute(db);

  await sql`
    create function webhook_deliveries_before_update() returns trigger language plpgsql as $$
    begin
      if new.generation < old.generation or new.lease < old.lease then
        raise exception 'generation and lease of delivery % never go back', old.id using errcode = 'SC002';
      end if;
      if old.status in ('delivered', 'failed', 'cancelled')
         and (new.status, new.generation, new.lease) is distinct from (old.status, old.generation, old.lease) then
        raise exception 'delivery % is %: nothing leaves a terminal state', old.id, old.status
          using errcode = 'SC002';
      end if;
      -- Nothing is sent to a disabled endpoint: it waits until that is enabled, if it is to be at all.
      if new.status = 'pending' and (new.status, new.generation) is distinct from (old.status, old.generation) then
        new.status := coalesce((select case disabled_reason when 'gone' then 'cancelled' else 'held' end
                                from webhook_endpoints where id = new.endpoint_id and disabled_at is not null),
                               'pending');
      end if;
      if new.status = old.status then return new; end if;
      if not ((old.status = 'held' and new.status in ('pending', 'cancelled'))
           or (old.status = 'pending' and new.status in ('held', 'running', 'cancelled'))
           or (old.status = 'running' and new.status in ('held', 'pending', 'delivered', 'failed', 'cancelled'))) then
        raise exception 'delivery % cannot go from % to %', old.id, old.status, new.status
          using errcode = 'SC002';
      end if;
      if new.status_reason is not distinct from old.status_reason then new.status_reason := null; end if;
      if new.status = 'running' then
        if new.lease = old.lease then
          raise exception 'delivery % cannot run without a new lease', old.id using errcode = 'SC002';
        end if;
        new.started_at := now();
      else
        new.lease_until := null;
      end if;
      if new.status = 'pending' and new.generation = old.generation then
        new.generation := old.generation + 1;
      end if;
      if new.status in ('delivered', 'failed', 'cancelled') then
        new.finished_at := coalesce(new.finished_at, now());
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger webhook_deliveries_before_update before update on webhook_deliveries
      for each row execute function webhook_deliveries_before_update()`.execute(db);
}

async function sendMessages(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function webhook_deliveries_after_insert() returns trigger language plpgsql as $$
    begin
      insert into outbox (delivery_id, generation, available_at)
        select id, generation, available_at from new_rows where status = 'pending' order by position;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger webhook_deliveries_after_insert after insert on webhook_deliveries
      referencing new table as new_rows
      for each statement execute function webhook_deliveries_after_insert()`.execute(db);

  // Planned for one row or for many, see migration 0015: what is looked up is looked up by index.
  await sql`
    create function webhook_deliveries_after_update() returns trigger language plpgsql
    set enable_hashjoin = off set enable_mergejoin = off as $$
    begin
      if not exists (select id, status, generation from new_rows
                     except select id, status, generation from old_rows) then
        return null;
      end if;
      delete from outbox x using new_rows n
        where x.delivery_id = n.id and (n.status <> 'pending' or x.generation < n.generation);
      insert into outbox (delivery_id, generation, available_at)
        select id, generation, available_at from new_rows where status = 'pending' order by position
        on conflict on constraint outbox_delivery_id_generation_key do nothing;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger webhook_deliveries_after_update after update on webhook_deliveries
      referencing old table as old_rows new table as new_rows
      for each statement execute function webhook_deliveries_after_update()`.execute(db);
}

async function followEndpoints(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function webhook_endpoints_before_update() returns trigger language plpgsql as $$
    begin
      new.updated_at := now();
      return new;
    end $$`.execute(db);
  await sql`
    create trigger webhook_endpoints_before_update before update on webhook_endpoints
      for each row execute function webhook_endpoints_before_update()`.execute(db);

  await sql`
    create function webhook_endpoints_after_update() returns trigger language plpgsql as $$
    begin
      if new.disabled_at is null then
        update webhook_deliveries set status = 'pending', status_reason = 'endpoint_enabled', available_at = now()
          where endpoint_id = new.id and status = 'held';
      elsif new.disabled_reason = 'gone' then
        update webhook_deliveries set status = 'cancelled', status_reason = 'endpoint_gone'
          where endpoint_id = new.id and status in ('held', 'pending');
      else
        update webhook_deliveries set status = 'held', status_reason = 'endpoint_disabled'
          where endpoint_id = new.id and status = 'pending';
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger webhook_endpoints_after_update after update of disabled_at, disabled_reason on webhook_endpoints
      for each row when ((old.disabled_at, old.disabled_reason) is distinct from (new.disabled_at, new.disabled_reason))
      execute function webhook_endpoints_after_update()`.execute(db);
}

async function makeEvents(db: Kysely<unknown>): Promise<void> {
  // The job as the API shows it; a test compares the two.
  await sql`
    create function webhook_data_of(job jobs) returns jsonb language sql stable as $$
      select jsonb_build_object(
        'job_id', job.job_id,
        'status', job.status,
        'domain', (select domain from domains where id = job.domain_id),
        'source', job.source,
        'progress', 1,
        'created_at', to_char(job.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'started_at', to_char(job.started_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'finished_at', to_char(job.finished_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'max_pages', job.max_pages,
        'result', jsonb_build_object(
          'sitemaps_found', job.sitemaps_found,
          'sitemaps_read', job.sitemaps_read,
          'sitemaps_failed', job.sitemaps_failed,
          'pages_found', job.pages_found,
          'pages_new', job.pages_new,
          'pages_changed', job.pages_changed,
          'pages_removed', job.pages_removed,
          'limits_hit', to_jsonb(job.limits_hit)),
        'error', case when job.error ->> 'code' is not null then jsonb_build_object(
          'code', job.error ->> 'code', 'message', coalesce(job.error ->> 'message', '')) end)
    $$`.execute(db);

  await sql`
    create function jobs_make_webhook_events() returns trigger language plpgsql as $$
    declare
      types text[] := case
        when new.status = 'failed' then array['scan.failed']
        when new.pages_new + new.pages_changed + new.pages_removed > 0 then array['scan.complete', 'domain.changed']
        else array['scan.complete']
      end;
    begin
      -- The lock makes whoever deletes an endpoint wait, so that it cannot fail the end of a scan.
      with subscribed as materialized (
        select id, events from webhook_endpoints
        where disabled_at is null and events && types
        for key share
      ), made as (
        insert into webhook_events (type, job_id, data)
          select type, new.job_id, webhook_data_of(new) from unnest(types) as type
          where exists (select from subscribed where type = any(events))
          returning id, type
      )
      insert into webhook_deliveries (event_id, endpoint_id)
        select made.id, subscribed.id from made join subscribed on made.type = any(subscribed.events);
      return null;
    end $$`.execute(db);
  await sql`
    create trigger jobs_make_webhook_events after update of status on jobs
      for each row when (old.status is distinct from new.status and new.status in ('complete', 'failed')
                         and new.source <> 'canary')
      execute function jobs_make_webhook_events()`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger jobs_make_webhook_events on jobs`.execute(db);
  await sql`drop function jobs_make_webhook_events()`.execute(db);
  await sql`drop function webhook_data_of(jobs)`.execute(db);
  await sql`drop trigger webhook_endpoints_after_update on webhook_endpoints`.execute(db);
  await sql`drop trigger webhook_endpoints_before_update on webhook_endpoints`.execute(db);
  await sql`drop function webhook_endpoints_after_update()`.execute(db);
  await sql`drop function webhook_endpoints_before_update()`.execute(db);
  await sql`drop trigger webhook_deliveries_after_update on webhook_deliveries`.execute(db);
  await sql`drop trigger webhook_deliveries_after_insert on webhook_deliveries`.execute(db);
  await sql`drop trigger webhook_deliveries_before_update on webhook_deliveries`.execute(db);
  await sql`drop trigger webhook_deliveries_before_insert on webhook_deliveries`.execute(db);
  await sql`drop function webhook_deliveries_after_update()`.execute(db);
  await sql`drop function webhook_deliveries_after_insert()`.execute(db);
  await sql`drop function webhook_deliveries_before_update()`.execute(db);
  await sql`drop function webhook_deliveries_before_insert()`.execute(db);
}
