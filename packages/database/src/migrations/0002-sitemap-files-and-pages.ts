import { sql, type Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sitemap_files (
      id bigint generated always as identity constraint sitemap_files_pkey primary key,
      domain_id uuid not null constraint sitemap_files_domain_id_fkey references domains (id),
      job_id uuid not null constraint sitemap_files_job_id_fkey references jobs (job_id),
      parent_id bigint constraint sitemap_files_parent_id_fkey references sitemap_files (id),
      url text not null,
      url_hash bytea not null,
      final_url text,
      discovered_via text not null,
      depth smallint not null default 0,
      kind text not null default 'unknown',
      -- A status that is computed from the outcome cannot contradict it.
      status text not null generated always as (case
        when outcome is null then 'pending'
        when outcome in ('ok', 'ok_partial', 'not_modified', 'empty') then 'complete'
        when outcome in ('too_large', 'limit_reached') and entries > 0 then 'complete'
        when outcome = 'limit_reached' then 'skipped'
        when outcome = 'cancelled' then 'cancelled'
        else 'failed' end) stored,
      outcome text,
      outcome_detail text,
      http_status integer,
      content_type text,
      encoding text,
      compressed_bytes bigint,
      bytes bigint,
      entries integer not null default 0,
      pages_found integer not null default 0,
      entries_rejected jsonb not null default '{}',
      truncated boolean not null default false,
      partial boolean not null default false,
      etag text,
      last_modified text,
      parent_lastmod timestamptz,
      body_sha256 bytea,
      fetch_started_at timestamptz,
      duration_ms integer,
      created_at timestamptz not null default now(),
      finished_at timestamptz,
      constraint sitemap_files_job_id_url_hash_key unique (job_id, url_hash),
      constraint sitemap_files_url_hash_check check (octet_length(url_hash) = 16),
      constraint sitemap_files_discovered_via_check
        check (discovered_via in ('robots', 'well_known', 'html', 'index', 'request')),
      constraint sitemap_files_kind_check
        check (kind in ('urlset', 'index', 'text', 'rss', 'atom', 'unknown')),
      constraint sitemap_files_outcome_check check (outcome ~ '^[a-z_]+$')
    )`.execute(db);
  await sql`create index sitemap_files_domain_id_idx on sitemap_files (domain_id, id)`.execute(db);
  await sql`create index sitemap_files_job_id_idx on sitemap_files (job_id, id)`.execute(db);

  // No foreign keys here: they cost 25 to 35 % of the write rate of the largest table, and its rows
  // are only ever written by the statement that holds the job's lock. Every key begins with domain_id,
  // so that the table can be partitioned or sharded by it.
  await sql`
    create table pages (
      id bigint generated always as identity,
      domain_id uuid not null,
      url text not null,
      url_hash bytea not null,
      sitemap_file_id bigint not null,
      lastmod timestamptz,
      lastmod_raw text,
      changefreq text,
      priority real,
      extensions jsonb,
      first_seen_job_id uuid not null,
      last_seen_job_id uuid not null,
      first_seen_at timestamptz not null default now(),
      last_seen_at timestamptz not null default now(),
      removed_at timestamptz,
      constraint pages_pkey primary key (domain_id, url_hash),
      constraint pages_url_hash_check check (octet_length(url_hash) = 16)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table pages`.execute(db);
  await sql`drop table sitemap_files`.execute(db);
}
