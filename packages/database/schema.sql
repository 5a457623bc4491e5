-- Made from the migrated database by `npm run schema`; a test compares the two.

create table api_keys (
  id uuid not null default gen_random_uuid(),
  prefix text not null,
  sha256 bytea not null,
  owner text not null,
  scopes text[] not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  constraint api_keys_sha256_key UNIQUE (sha256),
  constraint api_keys_pkey PRIMARY KEY (id),
  constraint api_keys_scopes_check CHECK ((scopes <@ ARRAY['scans:read'::text, 'scans:write'::text, 'admin'::text])),
  constraint api_keys_sha256_check CHECK ((octet_length(sha256) = 32))
);

create table audit_events (
  id bigint not null generated always as identity,
  at timestamp with time zone not null default now(),
  actor text not null,
  key_id uuid,
  action text not null,
  subject text,
  request_id text,
  status integer,
  constraint audit_events_pkey PRIMARY KEY (id)
);

create table audit_findings (
  job_id uuid not null,
  code text not null,
  reason text not null default ''::text,
  amount bigint not null,
  files integer not null,
  examples jsonb not null,
  constraint audit_findings_pkey PRIMARY KEY (job_id, code, reason),
  constraint audit_findings_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs(job_id) ON DELETE CASCADE
);

create table brokers (
  queue text not null,
  epoch text,
  window integer not null,
  constraint brokers_pkey PRIMARY KEY (queue)
);

create table domains (
  id uuid not null default gen_random_uuid(),
  domain text not null,
  sitemap_analysis_status text not null default 'new'::text,
  sitemap_analysis_error text,
  latest_job_id uuid,
  rescan_every interval,
  next_scan_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  queued_at timestamp with time zone,
  is_canary boolean not null default false,
  constraint domains_domain_key UNIQUE (domain),
  constraint domains_pkey PRIMARY KEY (id),
  constraint domains_latest_job_id_fkey FOREIGN KEY (latest_job_id) REFERENCES jobs(job_id),
  constraint domains_domain_canonical_check CHECK (((domain = lower(domain)) AND (domain !~ '[[:space:]/@?#\\]'::text) AND ((length(domain) >= 1) AND (length(domain) <= 260)))),
  constraint domains_status_check CHECK ((sitemap_analysis_status = ANY (ARRAY['new'::text, 'queued'::text, 'submitted'::text, 'processing'::text, 'complete'::text, 'failed'::text])))
);

create table file_audits (
  sitemap_file_id bigint not null,
  findings jsonb not null,
  constraint file_audits_pkey PRIMARY KEY (sitemap_file_id),
  constraint file_audits_sitemap_file_id_fkey FOREIGN KEY (sitemap_file_id) REFERENCES sitemap_files(id) ON DELETE CASCADE
);

create table idempotency_keys (
  owner text not null,
  key text not null,
  request_sha256 bytea not null,
  response_status integer,
  response_body jsonb,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null default (now() + '24:00:00'::interval),
  response_location text,
  locked_until timestamp with time zone not null default (now() + '00:01:00'::interval),
  constraint idempotency_keys_pkey PRIMARY KEY (owner, key)
);

create table job_events (
  id bigint not null generated always as identity,
  job_id uuid not null,
  task_id uuid,
  from_status text,
  to_status text not null,
  generation integer,
  lease integer,
  reason text,
  actor text not null default COALESCE(NULLIF(current_setting('application_name'::text, true), ''::text), (SESSION_USER)::text),
  at timestamp with time zone not null default clock_timestamp(),
  constraint job_events_pkey PRIMARY KEY (id),
  constraint job_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs(job_id) ON DELETE CASCADE
);

create table jobs (
  job_id uuid not null default gen_random_uuid(),
  job_type text not null default 'sitemap'::text,
  status text not null default 'pending'::text,
  status_reason text,
  domain_id uuid not null,
  created_by text,
  source text not null default 'sql'::text,
  max_pages integer not null default 1000,
  task_window integer not null default 4,
  crawl_delay_ms integer,
  params jsonb not null default '{}'::jsonb,
  result_data jsonb not null default '{}'::jsonb,
  error jsonb,
  sitemaps_found integer not null default 0,
  sitemaps_read integer not null default 0,
  sitemaps_failed integer not null default 0,
  pages_found integer not null default 0,
  pages_new integer not null default 0,
  deadline_at timestamp with time zone not null default (now() + '06:00:00'::interval),
  created_at timestamp with time zone not null default now(),
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  updated_at timestamp with time zone not null default now(),
  site_origin text,
  search_next jsonb,
  search_complete boolean not null default false,
  limits_hit text[] not null default '{}'::text[],
  pages_changed integer not null default 0,
  pages_removed integer not null default 0,
  created_by_key uuid,
  constraint jobs_pkey PRIMARY KEY (job_id),
  constraint jobs_domain_id_fkey FOREIGN KEY (domain_id) REFERENCES domains(id),
  constraint jobs_failed_has_error_code_check CHECK (((status <> 'failed'::text) OR (COALESCE((error ->> 'code'::text), ''::text) <> ''::text))),
  constraint jobs_job_type_check CHECK ((job_type = 'sitemap'::text)),
  constraint jobs_max_pages_check CHECK ((max_pages > 0)),
  constraint jobs_max_pages_kept_check CHECK (((pages_found >= 0) AND (pages_found <= max_pages))),
  constraint jobs_source_check CHECK ((source = ANY (ARRAY['api'::text, 'intake'::text, 'cli'::text, 'canary'::text, 'sql'::text]))),
  constraint jobs_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'running'::text, 'complete'::text, 'failed'::text, 'cancelled'::text]))),
  constraint jobs_task_window_check CHECK ((task_window > 0)),
  constraint jobs_terminal_has_finished_at_check CHECK (((status = ANY (ARRAY['complete'::text, 'failed'::text, 'cancelled'::text])) = (finished_at IS NOT NULL)))
);

create table loops (
  name text not null,
  begun_at timestamp with time zone,
  succeeded_at timestamp with time zone default now(),
  detail jsonb not null default '{}'::jsonb,
  constraint loops_pkey PRIMARY KEY (name),
  constraint loops_name_check CHECK ((name = ANY (ARRAY['relay'::text, 'reconciler'::text, 'intake'::text, 'canary'::text, 'retention'::text])))
);

create table outbox (
  id bigint not null generated always as identity,
  task_id uuid,
  generation integer not null,
  available_at timestamp with time zone not null default now(),
  claimed_until timestamp with time zone,
  tries integer not null default 0,
  last_error text,
  trace jsonb,
  created_at timestamp with time zone not null default now(),
  published_at timestamp with time zone,
  kind text not null,
  delivery_id uuid,
  constraint outbox_delivery_id_generation_key UNIQUE (delivery_id, generation),
  constraint outbox_task_id_generation_key UNIQUE (task_id, generation),
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES webhook_deliveries(id) ON DELETE CASCADE,
  constraint outbox_task_id_fkey FOREIGN KEY (task_id) REFERENCES tasks(id) ON DELETE CASCADE,
  constraint outbox_kind_check CHECK ((kind = ANY (ARRAY['discover'::text, 'sitemap'::text, 'webhook'::text]))),
  constraint outbox_one_subject_check CHECK (((num_nonnulls(task_id, delivery_id) = 1) AND ((kind = 'webhook'::text) = (delivery_id IS NOT NULL))))
);

create table page_listings (
  domain_id uuid not null,
  url_hash bytea not null,
  file_hash bytea not null,
  sitemap_file_id bigint not null,
  lastmod timestamp with time zone,
  lastmod_raw text,
  constraint page_listings_pkey PRIMARY KEY (domain_id, url_hash, file_hash)
);

create table pages (
  id bigint not null generated always as identity,
  domain_id uuid not null,
  url text not null,
  url_hash bytea not null,
  sitemap_file_id bigint not null,
  lastmod timestamp with time zone,
  lastmod_raw text,
  changefreq text,
  priority real,
  extensions jsonb,
  first_seen_job_id uuid not null,
  last_seen_job_id uuid not null,
  first_seen_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone not null default now(),
  removed_at timestamp with time zone,
  foreign_host boolean not null default false,
  previous_lastmod timestamp with time zone,
  returned_job_id uuid,
  changed_job_id uuid,
  removed_job_id uuid,
  constraint pages_pkey PRIMARY KEY (domain_id, url_hash),
  constraint pages_url_hash_check CHECK ((octet_length(url_hash) = 16))
);

create table sessions (
  sha256 bytea not null,
  key_id uuid not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  constraint sessions_pkey PRIMARY KEY (sha256),
  constraint sessions_key_id_fkey FOREIGN KEY (key_id) REFERENCES api_keys(id) ON DELETE CASCADE,
  constraint sessions_sha256_check CHECK ((octet_length(sha256) = 32))
);

create table sitemap_files (
  id bigint not null generated always as identity,
  domain_id uuid not null,
  job_id uuid not null,
  parent_id bigint,
  url text not null,
  url_hash bytea not null,
  final_url text,
  discovered_via text not null,
  depth smallint not null default 0,
  kind text not null default 'unknown'::text,
  outcome text,
  outcome_detail text,
  http_status integer,
  content_type text,
  encoding text,
  compressed_bytes bigint,
  bytes bigint,
  entries integer not null default 0,
  pages_found integer not null default 0,
  entries_rejected jsonb not null default '{}'::jsonb,
  truncated boolean not null default false,
  partial boolean not null default false,
  etag text,
  last_modified text,
  parent_lastmod timestamp with time zone,
  body_sha256 bytea,
  fetch_started_at timestamp with time zone,
  duration_ms integer,
  created_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  warnings jsonb not null default '{}'::jsonb,
  final_url_hash bytea,
  read_completely boolean not null default false,
  status text not null generated always as (
CASE
    WHEN (outcome IS NULL) THEN 'pending'::text
    WHEN (outcome = ANY (ARRAY['ok'::text, 'ok_partial'::text, 'not_modified'::text, 'empty'::text])) THEN 'complete'::text
    WHEN ((outcome = ANY (ARRAY['too_large'::text, 'limit_reached'::text])) AND (entries > 0)) THEN 'complete'::text
    WHEN (outcome = ANY (ARRAY['limit_reached'::text, 'loop'::text])) THEN 'skipped'::text
    WHEN (outcome = 'cancelled'::text) THEN 'cancelled'::text
    ELSE 'failed'::text
END) stored,
  audited boolean not null default false,
  constraint sitemap_files_job_id_url_hash_key UNIQUE (job_id, url_hash),
  constraint sitemap_files_pkey PRIMARY KEY (id),
  constraint sitemap_files_domain_id_fkey FOREIGN KEY (domain_id) REFERENCES domains(id),
  constraint sitemap_files_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs(job_id),
  constraint sitemap_files_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES sitemap_files(id),
  constraint sitemap_files_discovered_via_check CHECK ((discovered_via = ANY (ARRAY['robots'::text, 'well_known'::text, 'html'::text, 'index'::text, 'request'::text]))),
  constraint sitemap_files_final_url_hash_check CHECK ((octet_length(final_url_hash) = 16)),
  constraint sitemap_files_kind_check CHECK ((kind = ANY (ARRAY['urlset'::text, 'index'::text, 'text'::text, 'rss'::text, 'atom'::text, 'unknown'::text]))),
  constraint sitemap_files_outcome_check CHECK ((outcome ~ '^[a-z_]+$'::text)),
  constraint sitemap_files_url_hash_check CHECK ((octet_length(url_hash) = 16))
);

create table sitemap_references (
  parent_id bigint not null,
  child_id bigint not null,
  constraint sitemap_references_pkey PRIMARY KEY (parent_id, child_id),
  constraint sitemap_references_child_id_fkey FOREIGN KEY (child_id) REFERENCES sitemap_files(id),
  constraint sitemap_references_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES sitemap_files(id)
);

create table tasks (
  id uuid not null default gen_random_uuid(),
  position bigint not null generated always as identity,
  job_id uuid not null,
  kind text not null,
  sitemap_file_id bigint,
  status text not null default 'pending'::text,
  status_reason text,
  generation integer not null default 0,
  lease integer not null default 0,
  lease_until timestamp with time zone,
  available_at timestamp with time zone not null default now(),
  attempt integer not null default 0,
  rescues integer not null default 0,
  worker_id text,
  last_error jsonb,
  created_at timestamp with time zone not null default now(),
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  snoozes integer not null default 0,
  let_go_at timestamp with time zone,
  constraint tasks_pkey PRIMARY KEY (id),
  constraint tasks_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs(job_id),
  constraint tasks_sitemap_file_id_fkey FOREIGN KEY (sitemap_file_id) REFERENCES sitemap_files(id),
  constraint tasks_kind_check CHECK ((kind = ANY (ARRAY['discover'::text, 'sitemap'::text]))),
  constraint tasks_kind_has_file_check CHECK (((kind = 'sitemap'::text) = (sitemap_file_id IS NOT NULL))),
  constraint tasks_running_has_lease_check CHECK (((status = 'running'::text) = (lease_until IS NOT NULL))),
  constraint tasks_status_check CHECK ((status = ANY (ARRAY['held'::text, 'pending'::text, 'running'::text, 'complete'::text, 'failed'::text, 'cancelled'::text]))),
  constraint tasks_terminal_has_finished_at_check CHECK (((status = ANY (ARRAY['complete'::text, 'failed'::text, 'cancelled'::text])) = (finished_at IS NOT NULL)))
);

create table webhook_attempts (
  delivery_id uuid not null,
  number integer not null,
  started_at timestamp with time zone not null,
  duration_ms integer not null,
  response_status integer,
  response_body text,
  error_code text,
  error_message text,
  constraint webhook_attempts_pkey PRIMARY KEY (delivery_id, number),
  constraint webhook_attempts_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES webhook_deliveries(id) ON DELETE CASCADE
);

create table webhook_deliveries (
  id uuid not null default gen_random_uuid(),
  position bigint not null generated always as identity,
  event_id uuid not null,
  endpoint_id uuid not null,
  replay_of uuid,
  status text not null default 'pending'::text,
  status_reason text,
  generation integer not null default 0,
  lease integer not null default 0,
  lease_until timestamp with time zone,
  available_at timestamp with time zone not null default now(),
  attempt integer not null default 0,
  rescues integer not null default 0,
  worker_id text,
  last_error jsonb,
  created_at timestamp with time zone not null default now(),
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint webhook_deliveries_pkey PRIMARY KEY (id),
  constraint webhook_deliveries_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(id) ON DELETE CASCADE,
  constraint webhook_deliveries_event_id_fkey FOREIGN KEY (event_id) REFERENCES webhook_events(id) ON DELETE CASCADE,
  constraint webhook_deliveries_running_has_lease_check CHECK (((status = 'running'::text) = (lease_until IS NOT NULL))),
  constraint webhook_deliveries_status_check CHECK ((status = ANY (ARRAY['held'::text, 'pending'::text, 'running'::text, 'delivered'::text, 'failed'::text, 'cancelled'::text]))),
  constraint webhook_deliveries_terminal_has_finished_at_check CHECK (((status = ANY (ARRAY['delivered'::text, 'failed'::text, 'cancelled'::text])) = (finished_at IS NOT NULL)))
);

create table webhook_endpoints (
  id uuid not null default gen_random_uuid(),
  url text not null,
  events text[] not null,
  description text,
  secret text not null,
  old_secret text,
  old_secret_until timestamp with time zone,
  disabled_at timestamp with time zone,
  disabled_reason text,
  failing_since timestamp with time zone,
  created_by text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint webhook_endpoints_pkey PRIMARY KEY (id),
  constraint webhook_endpoints_disabled_check CHECK (((disabled_at IS NULL) = (disabled_reason IS NULL))),
  constraint webhook_endpoints_disabled_reason_check CHECK ((disabled_reason = ANY (ARRAY['asked'::text, 'gone'::text, 'failing'::text]))),
  constraint webhook_endpoints_events_check CHECK (((cardinality(events) > 0) AND (events <@ ARRAY['scan.complete'::text, 'scan.failed'::text, 'domain.changed'::text]))),
  constraint webhook_endpoints_old_secret_check CHECK (((old_secret IS NULL) = (old_secret_until IS NULL))),
  constraint webhook_endpoints_old_secret_form_check CHECK ((old_secret ~ '^whsec_([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$'::text)),
  constraint webhook_endpoints_secret_check CHECK ((secret ~ '^whsec_([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$'::text)),
  constraint webhook_endpoints_url_check CHECK (((length(url) >= 1) AND (length(url) <= 2048)))
);

create table webhook_events (
  id uuid not null default gen_random_uuid(),
  type text not null,
  job_id uuid,
  data jsonb not null,
  created_at timestamp with time zone not null default now(),
  constraint webhook_events_pkey PRIMARY KEY (id),
  constraint webhook_events_type_check CHECK ((type = ANY (ARRAY['scan.complete'::text, 'scan.failed'::text, 'domain.changed'::text, 'webhook.test'::text])))
);

create table workers (
  id text not null,
  host text not null,
  pid integer not null,
  version text not null,
  queues text[] not null,
  concurrency integer not null,
  started_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone not null default now(),
  stopped_at timestamp with time zone,
  current_tasks uuid[] not null default '{}'::uuid[],
  constraint workers_pkey PRIMARY KEY (id)
);

CREATE INDEX audit_events_at_idx ON public.audit_events USING btree (at);

CREATE INDEX domains_due_idx ON public.domains USING btree (next_scan_at NULLS FIRST) WHERE (rescan_every IS NOT NULL);

CREATE INDEX domains_latest_job_id_idx ON public.domains USING btree (latest_job_id);

CREATE INDEX domains_newest_first_idx ON public.domains USING btree (created_at DESC, id DESC);

CREATE INDEX domains_queued_idx ON public.domains USING btree (queued_at NULLS FIRST, id) WHERE (sitemap_analysis_status = 'queued'::text);

CREATE INDEX idempotency_keys_expires_at_idx ON public.idempotency_keys USING btree (expires_at);

CREATE INDEX job_events_job_id_idx ON public.job_events USING btree (job_id, id);

CREATE INDEX job_events_of_job_idx ON public.job_events USING btree (job_id, id) WHERE (task_id IS NULL);

CREATE INDEX job_events_of_jobs_idx ON public.job_events USING btree (id) WHERE (task_id IS NULL);

CREATE INDEX jobs_canary_idx ON public.jobs USING btree (created_at) WHERE (source = 'canary'::text);

CREATE INDEX jobs_domain_id_idx ON public.jobs USING btree (domain_id, created_at DESC);

CREATE INDEX jobs_finished_at_idx ON public.jobs USING btree (finished_at) WHERE (finished_at IS NOT NULL);

CREATE INDEX jobs_live_by_key_idx ON public.jobs USING btree (created_by_key) WHERE ((status = ANY (ARRAY['pending'::text, 'running'::text])) AND (created_by_key IS NOT NULL));

CREATE INDEX jobs_live_idx ON public.jobs USING btree (status, created_at) WHERE (status = ANY (ARRAY['pending'::text, 'running'::text]));

CREATE INDEX jobs_live_intake_idx ON public.jobs USING btree (created_at) WHERE ((source = 'intake'::text) AND (status = ANY (ARRAY['pending'::text, 'running'::text])));

CREATE INDEX jobs_newest_first_idx ON public.jobs USING btree (created_at DESC, job_id DESC);

CREATE INDEX outbox_claimed_idx ON public.outbox USING btree (claimed_until) WHERE ((published_at IS NULL) AND (claimed_until IS NOT NULL));

CREATE INDEX outbox_lane_idx ON public.outbox USING btree (kind, available_at, id) WHERE (published_at IS NULL);

CREATE INDEX outbox_published_idx ON public.outbox USING btree (published_at) WHERE (published_at IS NOT NULL);

CREATE INDEX page_listings_file_idx ON public.page_listings USING btree (domain_id, sitemap_file_id);

CREATE INDEX pages_of_file_idx ON public.pages USING btree (domain_id, sitemap_file_id) WHERE (removed_at IS NULL);

CREATE INDEX pages_removed_at_idx ON public.pages USING btree (removed_at) WHERE (removed_at IS NOT NULL);

CREATE INDEX sessions_expires_at_idx ON public.sessions USING btree (expires_at);

CREATE INDEX sessions_key_id_idx ON public.sessions USING btree (key_id);

CREATE INDEX sitemap_files_children_idx ON public.sitemap_files USING btree (parent_id, id) WHERE (parent_id IS NOT NULL);

CREATE INDEX sitemap_files_domain_id_idx ON public.sitemap_files USING btree (domain_id, id);

CREATE INDEX sitemap_files_final_url_idx ON public.sitemap_files USING btree (job_id, final_url_hash) WHERE (final_url_hash IS NOT NULL);

CREATE INDEX sitemap_files_job_id_idx ON public.sitemap_files USING btree (job_id, id);

CREATE INDEX sitemap_files_roots_idx ON public.sitemap_files USING btree (job_id, id) WHERE (parent_id IS NULL);

CREATE INDEX sitemap_files_url_idx ON public.sitemap_files USING btree (domain_id, url_hash, id);

CREATE INDEX sitemap_references_child_id_idx ON public.sitemap_references USING btree (child_id);

CREATE INDEX tasks_job_id_idx ON public.tasks USING btree (job_id);

CREATE INDEX tasks_lease_idx ON public.tasks USING btree (lease_until) WHERE (status = 'running'::text);

CREATE INDEX tasks_open_idx ON public.tasks USING btree (job_id, status, "position") WHERE (status = ANY (ARRAY['held'::text, 'pending'::text, 'running'::text]));

CREATE INDEX webhook_deliveries_event_id_idx ON public.webhook_deliveries USING btree (event_id);

CREATE INDEX webhook_deliveries_failed_idx ON public.webhook_deliveries USING btree (finished_at) WHERE (status = 'failed'::text);

CREATE INDEX webhook_deliveries_lease_idx ON public.webhook_deliveries USING btree (lease_until) WHERE (status = 'running'::text);

CREATE INDEX webhook_deliveries_newest_first_idx ON public.webhook_deliveries USING btree (endpoint_id, "position" DESC);

CREATE INDEX webhook_deliveries_open_idx ON public.webhook_deliveries USING btree (endpoint_id, status, available_at) WHERE (status = ANY (ARRAY['held'::text, 'pending'::text, 'running'::text]));

CREATE INDEX webhook_deliveries_started_at_idx ON public.webhook_deliveries USING btree (started_at);

CREATE INDEX webhook_events_created_at_idx ON public.webhook_events USING btree (created_at);

CREATE INDEX workers_last_seen_at_idx ON public.workers USING btree (last_seen_at);

CREATE UNIQUE INDEX jobs_one_live_per_domain_idx ON public.jobs USING btree (domain_id) WHERE (status = ANY (ARRAY['pending'::text, 'running'::text]));

CREATE UNIQUE INDEX tasks_one_open_discover_per_job_idx ON public.tasks USING btree (job_id) WHERE ((kind = 'discover'::text) AND (status = ANY (ARRAY['held'::text, 'pending'::text, 'running'::text])));

CREATE UNIQUE INDEX tasks_sitemap_file_id_idx ON public.tasks USING btree (sitemap_file_id) WHERE (sitemap_file_id IS NOT NULL);

CREATE UNIQUE INDEX webhook_deliveries_one_per_event_idx ON public.webhook_deliveries USING btree (event_id, endpoint_id) WHERE (replay_of IS NULL);

alter table audit_findings set (fillfactor=50);

alter table loops set (fillfactor=50);

alter table outbox set (fillfactor=70, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_insert_scale_factor=0, autovacuum_vacuum_cost_delay=0);

CREATE OR REPLACE FUNCTION public.domain_status_of(job_status text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
      select case job_status
        when 'pending' then 'submitted'
        when 'running' then 'processing'
        when 'complete' then 'complete'
        when 'failed' then 'failed'
        when 'cancelled' then 'failed'
      end
    $function$
;

CREATE OR REPLACE FUNCTION public.domains_before_write()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    declare
      backed text := (select domain_status_of(status) from jobs
                      where job_id = new.latest_job_id and domain_id = new.id);
    begin
      new.updated_at := now();
      if new.latest_job_id is not null and backed is null then
        raise exception 'latest_job_id of domain % is no job of it', new.domain using errcode = 'SC003';
      end if;
      if new.sitemap_analysis_status in ('submitted', 'processing', 'complete', 'failed')
         and new.sitemap_analysis_status is distinct from backed then
        raise exception 'domain % cannot be %: its latest job says %', new.domain,
          new.sitemap_analysis_status, coalesce(backed, 'nothing, there is none') using errcode = 'SC003';
      end if;
      if new.sitemap_analysis_status = 'new' and new.latest_job_id is not null then
        raise exception 'domain % cannot be new: it has a job', new.domain using errcode = 'SC003';
      end if;
      return new;
    end $function$
;

CREATE OR REPLACE FUNCTION public.domains_queued_at()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if new.sitemap_analysis_status <> 'queued' then
        new.queued_at := null;
      elsif tg_op = 'UPDATE' and old.sitemap_analysis_status = 'queued' then
        new.queued_at := old.queued_at;
      else
        new.queued_at := now();
      end if;
      return new;
    end $function$
;

CREATE OR REPLACE FUNCTION public.file_is_settled(file sitemap_files)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
      select file.read_completely or file.outcome = 'loop' and exists (
        select from sitemap_files f
        where f.job_id = file.job_id and f.id <> file.id and f.read_completely
          and (f.url_hash = file.final_url_hash or f.final_url_hash = file.final_url_hash))
    $function$
;

CREATE OR REPLACE FUNCTION public.job_events_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      -- A delete that cascades from its job runs inside another trigger.
      if tg_op = 'DELETE' and pg_trigger_depth() > 1 then return old; end if;
      raise exception 'job_events is append-only' using errcode = 'SC001';
    end $function$
;

CREATE OR REPLACE FUNCTION public.jobs_after_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      insert into job_events (job_id, from_status, to_status, reason)
        values (new.job_id, case when tg_op = 'UPDATE' then old.status end, new.status,
                case when new.status = 'failed' then coalesce(new.status_reason, new.error ->> 'code')
                     else new.status_reason end);
      perform from domains where id = new.domain_id for no key update;
      update domains set
          latest_job_id = new.job_id,
          sitemap_analysis_status = domain_status_of(new.status),
          sitemap_analysis_error = case new.status
            when 'failed' then coalesce(new.error ->> 'message', new.error ->> 'code')
            when 'cancelled' then 'cancelled'
          end
        where id = new.domain_id and (tg_op = 'INSERT' or latest_job_id = new.job_id and sitemap_analysis_status <> 'queued');
      if tg_op = 'INSERT' then
        insert into tasks (job_id, kind, status, status_reason)
          values (new.job_id, 'discover', 'pending', 'job_created');
      elsif new.status in ('failed', 'cancelled') then
        update tasks set status = 'cancelled', status_reason = 'job_' || new.status
          where job_id = new.job_id and status in ('held', 'pending', 'running');
      end if;
      return null;
    end $function$
;

CREATE OR REPLACE FUNCTION public.jobs_before_insert()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if new.status <> 'pending' then
        raise exception 'a job begins as pending, not as %', new.status using errcode = 'SC002';
      end if;
      new.result_data := coalesce(new.result_data, '{}') || jsonb_build_object(
        'domain', (select domain from domains where id = new.domain_id),
        'max_pages', new.max_pages);
      return new;
    end $function$
;

CREATE OR REPLACE FUNCTION public.jobs_before_update()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      new.updated_at := now();
      if new.status = old.status then return new; end if;
      if not ((old.status = 'pending' and new.status in ('running', 'failed', 'cancelled'))
           or (old.status = 'running' and new.status in ('complete', 'failed', 'cancelled'))) then
        raise exception 'job % cannot go from % to %', old.job_id, old.status, new.status
          using errcode = 'SC002';
      end if;
      -- A reason belongs to one transition: without a new one there is none.
      if new.status_reason is not distinct from old.status_reason then new.status_reason := null; end if;
      if new.status = 'running' then
        new.started_at := coalesce(new.started_at, now());
      else
        new.finished_at := coalesce(new.finished_at, now());
      end if;
      if new.status = 'complete' then
        if exists (select from tasks where job_id = new.job_id and status in ('held', 'pending', 'running')) then
          raise exception 'job % cannot be complete: a task of it is open', new.job_id using errcode = 'SC003';
        end if;
        if not exists (select from sitemap_files where job_id = new.job_id and status = 'complete') then
          raise exception 'job % cannot be complete: no sitemap was read', new.job_id using errcode = 'SC003';
        end if;
      end if;
      return new;
    end $function$
;

CREATE OR REPLACE FUNCTION public.jobs_make_webhook_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
    end $function$
;

CREATE OR REPLACE FUNCTION public.listing_is_over(old_file_id bigint, job uuid, passed bigint[] DEFAULT '{}'::bigint[])
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
    declare
      old_file sitemap_files;
      file sitemap_files;
    begin
      -- Indexes that name nothing but each other keep nobody alive.
      if old_file_id = any (passed) then return true; end if;
      select * into old_file from sitemap_files where id = old_file_id;
      select * into file from sitemap_files where job_id = job and url_hash = old_file.url_hash;
      if found then return file_is_settled(file); end if;
      if old_file.parent_id is null and not (select search_complete from jobs where job_id = job) then
        return false;
      end if;
      return not exists (
        select from (select old_file.parent_id as id
                     union select parent_id from sitemap_references where child_id = old_file_id) parent
        where id is not null and not listing_is_over(id, job, passed || old_file_id));
    end $function$
;

CREATE OR REPLACE FUNCTION public.outbox_before_insert()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if new.kind is null and new.delivery_id is not null then
        new.kind := 'webhook';
      elsif new.kind is null then
        select kind into new.kind from tasks where id = new.task_id;
      end if;
      return new;
    end $function$
;

CREATE OR REPLACE FUNCTION public.sitemap_files_count()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if tg_op = 'INSERT' then
        update jobs j set
            sitemaps_found = sitemaps_found + c.found,
            sitemaps_read = sitemaps_read + c.read,
            sitemaps_failed = sitemaps_failed + c.failed
          from (select job_id, count(*) as found,
                  count(*) filter (where status = 'complete') as read,
                  count(*) filter (where status = 'failed') as failed
                from new_rows group by job_id) c
          where j.job_id = c.job_id;
      else
        update jobs j set sitemaps_read = sitemaps_read + c.read, sitemaps_failed = sitemaps_failed + c.failed
          from (select job_id, sum(weight) filter (where status = 'complete') as read,
                  sum(weight) filter (where status = 'failed') as failed
                from (select job_id, status, 1 as weight from new_rows
                      union all select job_id, status, -1 from old_rows) both_rows
                group by job_id) n
          cross join lateral (select coalesce(n.read, 0) as read, coalesce(n.failed, 0) as failed) c
          where j.job_id = n.job_id and (c.read, c.failed) is distinct from (0::bigint, 0::bigint);
      end if;
      return null;
    end $function$
;

CREATE OR REPLACE FUNCTION public.tasks_after_insert()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      -- The lock makes this wait for whoever is finishing the job, and him for us.
      perform from jobs where job_id in (select job_id from new_rows) order by job_id for no key update;
      if exists (select from jobs where job_id in (select job_id from new_rows)
                 and status not in ('pending', 'running')) then
        raise exception 'a finished job takes no new task' using errcode = 'SC003';
      end if;
      insert into job_events (job_id, task_id, to_status, generation, lease, reason)
        select job_id, id, status, generation, lease, status_reason from new_rows order by position;
      insert into outbox (task_id, generation, available_at)
        select id, generation, available_at from new_rows where status = 'pending' order by position;
      return null;
    end $function$
;

CREATE OR REPLACE FUNCTION public.tasks_after_update()
 RETURNS trigger
 LANGUAGE plpgsql
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
    begin
      -- Heartbeats change neither status, generation nor lease, and end here.
      if not exists (select id, status, generation, lease from new_rows
                     except select id, status, generation, lease from old_rows) then
        return null;
      end if;
      insert into job_events (job_id, task_id, from_status, to_status, generation, lease, reason)
        select job_id, id, from_status, status, generation, lease, status_reason from (
          select r.*, lag(status) over pair as from_status, lag(generation) over pair as from_generation,
                 lag(lease) over pair as from_lease
          from (select *, true as is_new from new_rows union all select *, false from old_rows) r
          window pair as (partition by id order by is_new)) t
        where is_new and (status, generation, lease) is distinct from (from_status, from_generation, from_lease)
        order by position;
      -- A message lives until its generation is claimed, ended or replaced.
      delete from outbox x using new_rows n
        where x.task_id = n.id and (n.status <> 'pending' or x.generation < n.generation);
      insert into outbox (task_id, generation, available_at)
        select id, generation, available_at from new_rows where status = 'pending' order by position
        on conflict on constraint outbox_task_id_generation_key do nothing;
      update sitemap_files f set
          outcome = case n.status when 'cancelled' then 'cancelled' else 'internal_error' end,
          finished_at = now()
        from new_rows n
        where f.id = n.sitemap_file_id and n.status in ('cancelled', 'failed') and f.outcome is null;
      return null;
    end $function$
;

CREATE OR REPLACE FUNCTION public.tasks_before_insert()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if new.status not in ('held', 'pending') then
        raise exception 'a task begins as held or pending, not as %', new.status using errcode = 'SC002';
      end if;
      new.generation := case new.status when 'pending' then 1 else 0 end;
      new.lease := 0;
      return new;
    end $function$
;

CREATE OR REPLACE FUNCTION public.tasks_before_update()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if new.generation < old.generation or new.lease < old.lease then
        raise exception 'generation and lease of task % never go back', old.id using errcode = 'SC002';
      end if;
      if old.status in ('complete', 'failed', 'cancelled')
         and (new.status, new.generation, new.lease) is distinct from (old.status, old.generation, old.lease) then
        raise exception 'task % is %: nothing leaves a terminal state', old.id, old.status
          using errcode = 'SC002';
      end if;
      if new.status = old.status then return new; end if;
      if not ((old.status = 'held' and new.status in ('pending', 'failed', 'cancelled'))
           or (old.status = 'pending' and new.status in ('running', 'failed', 'cancelled'))
           or (old.status = 'running' and new.status in ('pending', 'complete', 'failed', 'cancelled'))) then
        raise exception 'task % cannot go from % to %', old.id, old.status, new.status
          using errcode = 'SC002';
      end if;
      if new.status_reason is not distinct from old.status_reason then new.status_reason := null; end if;
      if new.status = 'running' then
        if new.lease = old.lease then
          raise exception 'task % cannot run without a new lease', old.id using errcode = 'SC002';
        end if;
        new.started_at := coalesce(new.started_at, now());
      else
        new.lease_until := null;
      end if;
      if new.status = 'pending' and new.generation = old.generation then
        new.generation := old.generation + 1;
      end if;
      if new.status in ('complete', 'failed', 'cancelled') then
        new.finished_at := coalesce(new.finished_at, now());
      end if;
      return new;
    end $function$
;

CREATE OR REPLACE FUNCTION public.webhook_data_of(job jobs)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
AS $function$
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
    $function$
;

CREATE OR REPLACE FUNCTION public.webhook_deliveries_after_insert()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      insert into outbox (delivery_id, generation, available_at)
        select id, generation, available_at from new_rows where status = 'pending' order by position;
      return null;
    end $function$
;

CREATE OR REPLACE FUNCTION public.webhook_deliveries_after_update()
 RETURNS trigger
 LANGUAGE plpgsql
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
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
    end $function$
;

CREATE OR REPLACE FUNCTION public.webhook_deliveries_before_insert()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if new.status not in ('held', 'pending') then
        raise exception 'a delivery begins as held or pending, not as %', new.status using errcode = 'SC002';
      end if;
      new.generation := case new.status when 'pending' then 1 else 0 end;
      new.lease := 0;
      return new;
    end $function$
;

CREATE OR REPLACE FUNCTION public.webhook_deliveries_before_update()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
    end $function$
;

CREATE OR REPLACE FUNCTION public.webhook_endpoints_after_update()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
    end $function$
;

CREATE OR REPLACE FUNCTION public.webhook_endpoints_before_update()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      new.updated_at := now();
      return new;
    end $function$
;

CREATE TRIGGER domains_before_write BEFORE INSERT OR UPDATE ON public.domains FOR EACH ROW EXECUTE FUNCTION domains_before_write();

CREATE TRIGGER domains_queued_at BEFORE INSERT OR UPDATE ON public.domains FOR EACH ROW EXECUTE FUNCTION domains_queued_at();

CREATE TRIGGER job_events_append_only BEFORE DELETE OR UPDATE ON public.job_events FOR EACH ROW EXECUTE FUNCTION job_events_append_only();

CREATE TRIGGER jobs_after_insert AFTER INSERT ON public.jobs FOR EACH ROW EXECUTE FUNCTION jobs_after_change();

CREATE TRIGGER jobs_after_update AFTER UPDATE OF status ON public.jobs FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION jobs_after_change();

CREATE TRIGGER jobs_before_insert BEFORE INSERT ON public.jobs FOR EACH ROW EXECUTE FUNCTION jobs_before_insert();

CREATE TRIGGER jobs_before_update BEFORE UPDATE ON public.jobs FOR EACH ROW EXECUTE FUNCTION jobs_before_update();

CREATE TRIGGER jobs_make_webhook_events AFTER UPDATE OF status ON public.jobs FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) AND (new.status = ANY (ARRAY['complete'::text, 'failed'::text])) AND (new.source <> 'canary'::text))) EXECUTE FUNCTION jobs_make_webhook_events();

CREATE TRIGGER outbox_before_insert BEFORE INSERT ON public.outbox FOR EACH ROW EXECUTE FUNCTION outbox_before_insert();

CREATE TRIGGER sitemap_files_count_inserted AFTER INSERT ON public.sitemap_files REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sitemap_files_count();

CREATE TRIGGER sitemap_files_count_updated AFTER UPDATE ON public.sitemap_files REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION sitemap_files_count();

CREATE TRIGGER tasks_after_insert AFTER INSERT ON public.tasks REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tasks_after_insert();

CREATE TRIGGER tasks_after_update AFTER UPDATE ON public.tasks REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tasks_after_update();

CREATE TRIGGER tasks_before_insert BEFORE INSERT ON public.tasks FOR EACH ROW EXECUTE FUNCTION tasks_before_insert();

CREATE TRIGGER tasks_before_update BEFORE UPDATE ON public.tasks FOR EACH ROW EXECUTE FUNCTION tasks_before_update();

CREATE TRIGGER webhook_deliveries_after_insert AFTER INSERT ON public.webhook_deliveries REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION webhook_deliveries_after_insert();

CREATE TRIGGER webhook_deliveries_after_update AFTER UPDATE ON public.webhook_deliveries REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION webhook_deliveries_after_update();

CREATE TRIGGER webhook_deliveries_before_insert BEFORE INSERT ON public.webhook_deliveries FOR EACH ROW EXECUTE FUNCTION webhook_deliveries_before_insert();

CREATE TRIGGER webhook_deliveries_before_update BEFORE UPDATE ON public.webhook_deliveries FOR EACH ROW EXECUTE FUNCTION webhook_deliveries_before_update();

CREATE TRIGGER webhook_endpoints_after_update AFTER UPDATE OF disabled_at, disabled_reason ON public.webhook_endpoints FOR EACH ROW WHEN (((old.disabled_at IS DISTINCT FROM new.disabled_at) OR (old.disabled_reason IS DISTINCT FROM new.disabled_reason))) EXECUTE FUNCTION webhook_endpoints_after_update();

CREATE TRIGGER webhook_endpoints_before_update BEFORE UPDATE ON public.webhook_endpoints FOR EACH ROW EXECUTE FUNCTION webhook_endpoints_before_update();

create view invariant_breaches_of_jobs as
 SELECT 'pending_without_message'::text AS code,
    'task'::text AS subject,
    (t.id)::text AS subject_id,
    t.available_at AS since,
    format('generation %s of a pending %s task has no outbox message'::text, t.generation, t.kind) AS detail
   FROM tasks t
  WHERE ((t.status = 'pending'::text) AND (NOT (EXISTS ( SELECT
           FROM outbox o
          WHERE ((o.task_id = t.id) AND (o.generation = t.generation))))))
UNION ALL
 SELECT 'lease_expired'::text AS code,
    'task'::text AS subject,
    (t.id)::text AS subject_id,
    t.lease_until AS since,
    format('%s task is running, but %s last renewed its lease to %s'::text, t.kind, t.worker_id, t.lease_until) AS detail
   FROM tasks t
  WHERE ((t.status = 'running'::text) AND (t.lease_until < (now() - '00:00:10'::interval)))
UNION ALL
 SELECT 'job_past_deadline'::text AS code,
    'job'::text AS subject,
    (j.job_id)::text AS subject_id,
    j.deadline_at AS since,
    format('%s job is past its deadline'::text, j.status) AS detail
   FROM jobs j
  WHERE ((j.status = ANY (ARRAY['pending'::text, 'running'::text])) AND (j.deadline_at < now()))
UNION ALL
 SELECT 'job_without_open_task'::text AS code,
    'job'::text AS subject,
    (j.job_id)::text AS subject_id,
    j.updated_at AS since,
    format('%s job has no open task, so nothing will finish it'::text, j.status) AS detail
   FROM jobs j
  WHERE ((j.status = ANY (ARRAY['pending'::text, 'running'::text])) AND (NOT (EXISTS ( SELECT
           FROM tasks t
          WHERE ((t.job_id = j.job_id) AND (t.status = ANY (ARRAY['held'::text, 'pending'::text, 'running'::text])))))))
UNION ALL
 SELECT 'open_task_of_finished_job'::text AS code,
    'task'::text AS subject,
    (t.id)::text AS subject_id,
    j.finished_at AS since,
    format('%s task of a %s job'::text, t.status, j.status) AS detail
   FROM (tasks t
     JOIN jobs j ON ((j.job_id = t.job_id)))
  WHERE ((t.status = ANY (ARRAY['held'::text, 'pending'::text, 'running'::text])) AND (j.status <> ALL (ARRAY['pending'::text, 'running'::text])))
UNION ALL
 SELECT 'held_with_room'::text AS code,
    'job'::text AS subject,
    (j.job_id)::text AS subject_id,
    j.updated_at AS since,
    'tasks are held although none is out'::text AS detail
   FROM jobs j
  WHERE ((j.status = ANY (ARRAY['pending'::text, 'running'::text])) AND (EXISTS ( SELECT
           FROM tasks t
          WHERE ((t.job_id = j.job_id) AND (t.status = 'held'::text)))) AND (NOT (EXISTS ( SELECT
           FROM tasks t
          WHERE ((t.job_id = j.job_id) AND (t.status = ANY (ARRAY['pending'::text, 'running'::text])))))))
UNION ALL
 SELECT 'window_exceeded'::text AS code,
    'job'::text AS subject,
    (t.job_id)::text AS subject_id,
    max(t.available_at) AS since,
    format('%s tasks are out, the window is %s'::text, count(*), j.task_window) AS detail
   FROM (tasks t
     JOIN jobs j ON ((j.job_id = t.job_id)))
  WHERE (t.status = ANY (ARRAY['pending'::text, 'running'::text]))
  GROUP BY t.job_id, j.task_window
 HAVING (count(*) > j.task_window)
UNION ALL
 SELECT 'complete_without_reading'::text AS code,
    'job'::text AS subject,
    (j.job_id)::text AS subject_id,
    j.finished_at AS since,
    'complete job without a sitemap that was read'::text AS detail
   FROM jobs j
  WHERE ((j.status = 'complete'::text) AND (j.sitemaps_read = 0))
UNION ALL
 SELECT 'counters_differ'::text AS code,
    'job'::text AS subject,
    (j.job_id)::text AS subject_id,
    j.finished_at AS since,
    format('job says %s pages, its files say %s'::text, j.pages_found, f.pages) AS detail
   FROM (jobs j
     JOIN ( SELECT k.job_id,
            COALESCE(sum(s.pages_found), (0)::bigint) AS pages
           FROM (jobs k
             LEFT JOIN sitemap_files s ON ((s.job_id = k.job_id)))
          WHERE (k.finished_at > (now() - '01:00:00'::interval))
          GROUP BY k.job_id) f ON ((f.job_id = j.job_id)))
  WHERE ((j.finished_at > (now() - '01:00:00'::interval)) AND (j.pages_found <> f.pages))
UNION ALL
 SELECT 'domain_status_differs'::text AS code,
    'domain'::text AS subject,
    (d.id)::text AS subject_id,
    d.updated_at AS since,
    format('domain %s is %s, its latest job is %s'::text, d.domain, d.sitemap_analysis_status, COALESCE(j.status, 'missing'::text)) AS detail
   FROM (domains d
     LEFT JOIN jobs j ON ((j.job_id = d.latest_job_id)))
  WHERE ((d.sitemap_analysis_status <> ALL (ARRAY['new'::text, 'queued'::text])) AND (d.sitemap_analysis_status IS DISTINCT FROM domain_status_of(j.status)))
UNION ALL
 SELECT 'message_unpublished'::text AS code,
    'task'::text AS subject,
    (o.task_id)::text AS subject_id,
    o.available_at AS since,
    format('message %s is due and unpublished after %s tries: %s'::text, o.id, o.tries, COALESCE(o.last_error, 'no error noted'::text)) AS detail
   FROM (outbox o
     CROSS JOIN movement m)
  WHERE ((o.published_at IS NULL) AND (o.available_at < (now() - '00:00:30'::interval)) AND (m.relay_silent OR (m.has_room AND (NOT m.published_lately) AND (NOT m.started_lately))))
UNION ALL
 SELECT 'message_refused'::text AS code,
    'task'::text AS subject,
    (o.task_id)::text AS subject_id,
    o.created_at AS since,
    format('message %s was refused by the broker %s times: %s'::text, o.id, o.tries, o.last_error) AS detail
   FROM outbox o
  WHERE ((o.published_at IS NULL) AND (o.tries >= 5) AND (o.last_error IS NOT NULL) AND (o.created_at < (now() - '00:00:30'::interval)))
UNION ALL
 SELECT 'task_not_started'::text AS code,
    'task'::text AS subject,
    (o.task_id)::text AS subject_id,
    o.published_at AS since,
    'its doorbell was published over 30 s ago, and no worker has started it although one could'::text AS detail
   FROM ((outbox o
     JOIN tasks t ON (((t.id = o.task_id) AND (t.generation = o.generation))))
     CROSS JOIN movement m)
  WHERE ((o.published_at < (now() - '00:00:30'::interval)) AND (t.status = 'pending'::text) AND ((NOT m.workers_alive) OR (m.slots_free AND (NOT m.started_lately) AND (t.rescues = 0))));

create view invariant_violations as
 SELECT invariant_breaches_of_jobs.code,
    invariant_breaches_of_jobs.subject,
    invariant_breaches_of_jobs.subject_id,
    invariant_breaches_of_jobs.since,
    invariant_breaches_of_jobs.detail
   FROM invariant_breaches_of_jobs
  WHERE (invariant_breaches_of_jobs.subject_id IS NOT NULL)
UNION ALL
 SELECT 'domain_not_taken'::text AS code,
    'domain'::text AS subject,
    (d.id)::text AS subject_id,
    COALESCE(d.queued_at, d.updated_at) AS since,
    format('domain %s is queued, and no intake has taken it'::text, d.domain) AS detail
   FROM domains d
  WHERE ((d.sitemap_analysis_status = 'queued'::text) AND (COALESCE(d.queued_at, d.updated_at) < (now() - '00:01:00'::interval)) AND (NOT (EXISTS ( SELECT
           FROM loops l
          WHERE ((l.name = 'intake'::text) AND (l.succeeded_at > (now() - '00:01:00'::interval)) AND ((l.detail ->> 'ended'::text) = ANY (ARRAY['full'::text, 'limit'::text])))))))
UNION ALL
 SELECT 'pending_without_message'::text AS code,
    'delivery'::text AS subject,
    (d.id)::text AS subject_id,
    d.available_at AS since,
    format('generation %s of a pending delivery has no outbox message'::text, d.generation) AS detail
   FROM webhook_deliveries d
  WHERE ((d.status = 'pending'::text) AND (NOT (EXISTS ( SELECT
           FROM outbox o
          WHERE ((o.delivery_id = d.id) AND (o.generation = d.generation))))))
UNION ALL
 SELECT 'lease_expired'::text AS code,
    'delivery'::text AS subject,
    (d.id)::text AS subject_id,
    d.lease_until AS since,
    format('delivery is running, but %s last renewed its lease to %s'::text, d.worker_id, d.lease_until) AS detail
   FROM webhook_deliveries d
  WHERE ((d.status = 'running'::text) AND (d.lease_until < (now() - '00:00:10'::interval)))
UNION ALL
 SELECT 'held_with_room'::text AS code,
    'delivery'::text AS subject,
    (d.id)::text AS subject_id,
    d.available_at AS since,
    format('delivery is held although endpoint %s is enabled'::text, d.endpoint_id) AS detail
   FROM (webhook_deliveries d
     JOIN webhook_endpoints e ON ((e.id = d.endpoint_id)))
  WHERE ((d.status = 'held'::text) AND (e.disabled_at IS NULL) AND (e.updated_at < (now() - '00:00:30'::interval)))
UNION ALL
 SELECT 'message_refused'::text AS code,
    'delivery'::text AS subject,
    (o.delivery_id)::text AS subject_id,
    o.created_at AS since,
    format('message %s was refused by the broker %s times: %s'::text, o.id, o.tries, o.last_error) AS detail
   FROM outbox o
  WHERE ((o.delivery_id IS NOT NULL) AND (o.published_at IS NULL) AND (o.tries >= 5) AND (o.last_error IS NOT NULL) AND (o.created_at < (now() - '00:00:30'::interval)))
UNION ALL
 SELECT 'delivery_late'::text AS code,
    'delivery'::text AS subject,
    (d.id)::text AS subject_id,
    d.available_at AS since,
    format('delivery to endpoint %s is due, and no worker has begun any for 30 s'::text, d.endpoint_id) AS detail
   FROM webhook_deliveries d
  WHERE ((d.status = 'pending'::text) AND (d.available_at < (now() - '00:01:00'::interval)) AND (NOT (EXISTS ( SELECT
           FROM webhook_deliveries s
          WHERE (s.started_at > (now() - '00:00:30'::interval))))));

create view movement as
 SELECT (NOT (EXISTS ( SELECT
           FROM loops
          WHERE ((loops.name = 'relay'::text) AND (loops.succeeded_at > (now() - '00:00:30'::interval)))))) AS relay_silent,
    (( SELECT count(*) AS count
           FROM outbox
          WHERE ((outbox.published_at IS NOT NULL) AND (outbox.kind <> 'webhook'::text))) < COALESCE(( SELECT max(brokers."window") AS max
           FROM brokers), 1)) AS has_room,
    (EXISTS ( SELECT
           FROM outbox
          WHERE ((outbox.published_at > (now() - '00:00:30'::interval)) AND (outbox.kind <> 'webhook'::text)))) AS published_lately,
    (EXISTS ( SELECT
           FROM ( SELECT job_events.to_status,
                    job_events.task_id,
                    job_events.at
                   FROM job_events
                  ORDER BY job_events.id DESC
                 LIMIT 2000) e
          WHERE ((e.to_status = 'running'::text) AND (e.task_id IS NOT NULL) AND (e.at > (now() - '00:00:30'::interval))))) AS started_lately,
    (alive > 0) AS workers_alive,
    ((( SELECT count(*) AS count
           FROM tasks
          WHERE (tasks.status = 'running'::text)) + ( SELECT count(*) AS count
           FROM webhook_deliveries
          WHERE (webhook_deliveries.status = 'running'::text))) < slots) AS slots_free
   FROM ( SELECT count(*) AS alive,
            COALESCE(sum(workers.concurrency), (0)::bigint) AS slots
           FROM workers
          WHERE ((workers.stopped_at IS NULL) AND (workers.last_seen_at > (now() - '00:00:30'::interval)))) w;
