import { sql, type Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table tasks (
      id uuid constraint tasks_pkey primary key default gen_random_uuid(),
      position bigint generated always as identity,
      job_id uuid not null constraint tasks_job_id_fkey references jobs (job_id),
      kind text not null,
      sitemap_file_id bigint constraint tasks_sitemap_file_id_fkey references sitemap_files (id),
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
      started_at timestamptz,
      finished_at timestamptz,
      constraint tasks_kind_check check (kind in ('discover', 'sitemap')),
      constraint tasks_status_check
        check (status in ('held', 'pending', 'running', 'complete', 'failed', 'cancelled')),
      constraint tasks_kind_has_file_check check ((kind = 'sitemap') = (sitemap_file_id is not null)),
      constraint tasks_running_has_lease_check check ((status = 'running') = (lease_until is not null)),
      constraint tasks_terminal_has_finished_at_check
        check ((status in ('complete', 'failed', 'cancelled')) = (finished_at is not null))
    )`.execute(db);
  await sql`
    create unique index tasks_one_discover_per_job_idx on tasks (job_id) where kind = 'discover'`.execute(
    db,
  );
  await sql`
    create unique index tasks_sitemap_file_id_idx on tasks (sitemap_file_id)
      where sitemap_file_id is not null`.execute(db);
  await sql`
    create index tasks_open_idx on tasks (job_id, status, position)
      where status in ('held', 'pending', 'running')`.execute(db);
  await sql`create index tasks_lease_idx on tasks (lease_until) where status = 'running'`.execute(
    db,
  );

  await sql`
    create table outbox (
      id bigint generated always as identity constraint outbox_pkey primary key,
      task_id uuid not null constraint outbox_task_id_fkey references tasks (id) on delete cascade,
      generation integer not null,
      available_at timestamptz not null default now(),
      claimed_until timestamptz,
      tries integer not null default 0,
      last_error text,
      trace jsonb,
      created_at timestamptz not null default now(),
      published_at timestamptz,
      constraint outbox_task_id_generation_key unique (task_id, generation)
    ) with (
      -- Rows live for seconds: vacuum by count, not by share, and leave room for in-page updates.
      fillfactor = 70,
      autovacuum_vacuum_scale_factor = 0,
      autovacuum_vacuum_threshold = 1000,
      autovacuum_vacuum_insert_scale_factor = 0,
      autovacuum_vacuum_cost_delay = 0
    )`.execute(db);
  // Partial: the relay only ever looks for unpublished rows.
  await sql`
    create index outbox_unpublished_idx on outbox (available_at, id) where published_at is null`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table outbox`.execute(db);
  await sql`drop table tasks`.execute(db);
}
