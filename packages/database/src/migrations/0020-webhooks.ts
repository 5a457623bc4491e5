import { sql, type Kysely } from "kysely";

/** Who is told of what, each telling of it, and its place in the outbox beside the tasks. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table webhook_endpoints (
      id uuid constraint webhook_endpoints_pkey primary key default gen_random_uuid(),
      url text not null,
      events text[] not null,
      description text,
      -- As it is: what signs must be known.
      secret text not null,
      -- The one before, which signs beside it until then.
      old_secret text,
      old_secret_until timestamptz,
      disabled_at timestamptz,
      disabled_reason text,
      -- Since when every attempt has failed.
      failing_since timestamptz,
      created_by text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      constraint webhook_endpoints_url_check check (length(url) between 1 and 2048),
      constraint webhook_endpoints_events_check check (cardinality(events) > 0
        and events <@ array['scan.complete', 'scan.failed', 'domain.changed']),
      constraint webhook_endpoints_secret_check check (secret like 'whsec\\_%'),
      constraint webhook_endpoints_old_secret_check check ((old_secret is null) = (old_secret_until is null)),
      constraint webhook_endpoints_disabled_reason_check check (disabled_reason in ('asked', 'gone', 'failing')),
      constraint webhook_endpoints_disabled_check check ((disabled_at is null) = (disabled_reason is null))
    )`.execute(db);

  await sql`
    create table webhook_events (
      id uuid constraint webhook_events_pkey primary key default gen_random_uuid(),
      type text not null,
      -- No reference: what was told stays told when the job is deleted.
      job_id uuid,
      data jsonb not null,
      created_at timestamptz not null default now(),
      constraint webhook_events_type_check
        check (type in ('scan.complete', 'scan.failed', 'domain.changed', 'webhook.test'))
    )`.execute(db);
  await sql`create index webhook_events_created_at_idx on webhook_events (created_at)`.execute(db);

  await sql`
    create table webhook_deliveries (
      id uuid constraint webhook_deliveries_pkey primary key default gen_random_uuid(),
      position bigint generated always as identity,
      event_id uuid not null
        constraint webhook_deliveries_event_id_fkey references webhook_events (id) on delete cascade,
      endpoint_id uuid not null
        constraint webhook_deliveries_endpoint_id_fkey references webhook_endpoints (id) on delete cascade,
      -- The delivery that somebody had sent again.
      replay_of uuid,
      status text not null default 'pending',
      status_reason text,
      generation integer not null default 0,
      lease integer not null default 0,
      lease_until timestamptz,
      available_at timestamptz not null default now(),
      attempt integer not null default 0,
      rescues integer not null default 0,
      worker_id text,
      last_error jsonb,
      created_at timestamptz not null default now(),
      -- The latest attempt.
      started_at timestamptz,
      finished_at timestamptz,
      constraint webhook_deliveries_status_check
        check (status in ('held', 'pending', 'running', 'delivered', 'failed', 'cancelled')),
      constraint webhook_deliveries_running_has_lease_check
        check ((status = 'running') = (lease_until is not null)),
      constraint webhook_deliveries_terminal_has_finished_at_check
        check ((status in ('delivered', 'failed', 'cancelled')) = (finished_at is not null))
    )`.execute(db);
  // Whatever makes deliveries makes one of an event for an endpoint; more are asked for by a person.
  await sql`
    create unique index webhook_deliveries_one_per_event_idx on webhook_deliveries (event_id, endpoint_id)
      where replay_of is null`.execute(db);
  await sql`create index webhook_deliveries_event_id_idx on webhook_deliveries (event_id)`.execute(
    db,
  );
  await sql`
    create index webhook_deliveries_newest_first_idx on webhook_deliveries (endpoint_id, position desc)`.execute(
    db,
  );
  // What may be under way, of one endpoint after the other.
  await sql`
    create index webhook_deliveries_open_idx on webhook_deliveries (endpoint_id, status, available_at)
      where status in ('held', 'pending', 'running')`.execute(db);
  await sql`
    create index webhook_deliveries_due_idx on webhook_deliveries (available_at)
      where status = 'pending'`.execute(db);
  await sql`
    create index webhook_deliveries_lease_idx on webhook_deliveries (lease_until)
      where status = 'running'`.execute(db);
  await sql`
    create index webhook_deliveries_started_at_idx on webhook_deliveries (started_at)`.execute(db);

  await sql`
    create table webhook_attempts (
      delivery_id uuid not null
        constraint webhook_attempts_delivery_id_fkey references webhook_deliveries (id) on delete cascade,
      number integer not null,
      started_at timestamptz not null,
      duration_ms integer not null,
      -- Null when nobody answered.
      response_status integer,
      -- Its first bytes.
      response_body text,
      -- Null when the answer was the one hoped for.
      error_code text,
      error_message text,
      constraint webhook_attempts_pkey primary key (delivery_id, number)
    )`.execute(db);

  await sql`
    alter table outbox
      alter column task_id drop not null,
      add column delivery_id uuid
        constraint outbox_delivery_id_fkey references webhook_deliveries (id) on delete cascade,
      add constraint outbox_delivery_id_generation_key unique (delivery_id, generation),
      drop constraint outbox_kind_check,
      add constraint outbox_kind_check check (kind in ('discover', 'sitemap', 'webhook')),
      add constraint outbox_one_subject_check
        check (num_nonnulls(task_id, delivery_id) = 1 and (kind = 'webhook') = (delivery_id is not null))`.execute(
    db,
  );
  await sql`
    create or replace function outbox_before_insert() returns trigger language plpgsql as $$
    begin
      if new.kind is null and new.delivery_id is not null then
        new.kind := 'webhook';
      elsif new.kind is null then
        select kind into new.kind from tasks where id = new.task_id;
      end if;
      return new;
    end $$`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function outbox_before_insert() returns trigger language plpgsql as $$
    begin
      if new.kind is null then
        select kind into new.kind from tasks where id = new.task_id;
      end if;
      return new;
    end $$`.execute(db);
  await sql`delete from outbox where delivery_id is not null`.execute(db);
  await sql`
    alter table outbox
      drop constraint outbox_one_subject_check,
      drop constraint outbox_kind_check,
      add constraint outbox_kind_check check (kind in ('discover', 'sitemap')),
      drop column delivery_id,
      alter column task_id set not null`.execute(db);
  await sql`drop table webhook_attempts`.execute(db);
  await sql`drop table webhook_deliveries`.execute(db);
  await sql`drop table webhook_events`.execute(db);
  await sql`drop table webhook_endpoints`.execute(db);
}
