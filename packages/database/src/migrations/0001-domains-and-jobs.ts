import { sql, type Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table domains (
      id uuid constraint domains_pkey primary key default gen_random_uuid(),
      domain text not null constraint domains_domain_key unique,
      sitemap_analysis_status text not null default 'new',
      sitemap_analysis_error text,
      latest_job_id uuid,
      rescan_every interval,
      next_scan_at timestamptz,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      constraint domains_status_check check (sitemap_analysis_status in
        ('new', 'queued', 'submitted', 'processing', 'complete', 'failed')),
      -- A domain is a canonical authority: anything with a scheme, path or capital letter would make
      -- two rows of one site.
      constraint domains_domain_canonical_check
        check (domain = lower(domain) and domain !~ '[[:space:]/@?#\\\\]' and length(domain) between 1 and 260)
    )`.execute(db);

  await sql`
    create table jobs (
      job_id uuid constraint jobs_pkey primary key default gen_random_uuid(),
      job_type text not null default 'sitemap',
      status text not null default 'pending',
      status_reason text,
      domain_id uuid not null constraint jobs_domain_id_fkey references domains (id),
      created_by text,
      source text not null default 'sql',
      max_pages integer not null default 1000,
      task_window integer not null default 4,
      crawl_delay_ms integer,
      params jsonb not null default '{}',
      result_data jsonb not null default '{}',
      error jsonb,
      sitemaps_found integer not null default 0,
      sitemaps_read integer not null default 0,
      sitemaps_failed integer not null default 0,
      pages_found integer not null default 0,
      pages_new integer not null default 0,
      deadline_at timestamptz not null default now() + interval '6 hours',
      created_at timestamptz not null default now(),
      started_at timestamptz,
      finished_at timestamptz,
      updated_at timestamptz not null default now(),
      constraint jobs_job_type_check check (job_type in ('sitemap')),
      constraint jobs_status_check check (status in ('pending', 'running', 'complete', 'failed', 'cancelled')),
      constraint jobs_source_check check (source in ('api', 'intake', 'cli', 'canary', 'sql')),
      constraint jobs_max_pages_check check (max_pages > 0),
      constraint jobs_task_window_check check (task_window > 0),
      constraint jobs_max_pages_kept_check check (pages_found between 0 and max_pages),
      constraint jobs_terminal_has_finished_at_check
        check ((status in ('complete', 'failed', 'cancelled')) = (finished_at is not null)),
      constraint jobs_failed_has_error_code_check
        check (status <> 'failed' or coalesce(error ->> 'code', '') <> '')
    )`.execute(db);

  await sql`
    alter table domains add constraint domains_latest_job_id_fkey
      foreign key (latest_job_id) references jobs (job_id)`.execute(db);

  // One live scan a domain bounds the load on a host, whoever inserts.
  await sql`
    create unique index jobs_one_live_per_domain_idx on jobs (domain_id)
      where status in ('pending', 'running')`.execute(db);
  await sql`create index jobs_newest_first_idx on jobs (created_at desc, job_id desc)`.execute(db);
  await sql`create index jobs_domain_id_idx on jobs (domain_id, created_at desc)`.execute(db);
  await sql`
    create index jobs_live_idx on jobs (status, created_at) where status in ('pending', 'running')`.execute(
    db,
  );
  // The intake looks for queued domains only.
  await sql`
    create index domains_queued_idx on domains (updated_at) where sitemap_analysis_status = 'queued'`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table domains drop constraint domains_latest_job_id_fkey`.execute(db);
  await sql`drop table jobs`.execute(db);
  await sql`drop table domains`.execute(db);
}
