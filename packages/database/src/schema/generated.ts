// Made from the migrated database by `npm run schema`; a test compares the two.
import type { ColumnType, GeneratedAlways } from "kysely";

/** May be left out of an insert. Kysely's own type does not unfold a column type inside. */
type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface ApiKeys {
  id: Generated<string>;
  prefix: string;
  sha256: Buffer;
  owner: string;
  scopes: string[];
  created_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  expires_at: ColumnType<Date, Date | string, Date | string> | null;
  revoked_at: ColumnType<Date, Date | string, Date | string> | null;
  last_used_at: ColumnType<Date, Date | string, Date | string> | null;
}

export interface AuditEvents {
  id: GeneratedAlways<string>;
  at: Generated<ColumnType<Date, Date | string, Date | string>>;
  actor: string;
  key_id: string | null;
  action: string;
  subject: string | null;
  request_id: string | null;
  status: number | null;
}

export interface AuditFindings {
  job_id: string;
  code: string;
  reason: Generated<string>;
  amount: ColumnType<string, string | number, string | number>;
  files: number;
  examples: ColumnType<Json, string, string>;
}

export interface Brokers {
  queue: string;
  epoch: string | null;
  window: number;
}

export interface Domains {
  id: Generated<string>;
  domain: string;
  sitemap_analysis_status: Generated<"new" | "queued" | "submitted" | "processing" | "complete" | "failed">;
  sitemap_analysis_error: string | null;
  latest_job_id: string | null;
  rescan_every: ColumnType<unknown, string, string> | null;
  next_scan_at: ColumnType<Date, Date | string, Date | string> | null;
  created_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  updated_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  queued_at: ColumnType<Date, Date | string, Date | string> | null;
  is_canary: Generated<boolean>;
}

export interface FileAudits {
  sitemap_file_id: ColumnType<string, string | number, string | number>;
  findings: ColumnType<Json, string, string>;
}

export interface IdempotencyKeys {
  owner: string;
  key: string;
  request_sha256: Buffer;
  response_status: number | null;
  response_body: ColumnType<Json, string, string> | null;
  created_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  expires_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  response_location: string | null;
  locked_until: Generated<ColumnType<Date, Date | string, Date | string>>;
}

export interface JobEvents {
  id: GeneratedAlways<string>;
  job_id: string;
  task_id: string | null;
  from_status: string | null;
  to_status: string;
  generation: number | null;
  lease: number | null;
  reason: string | null;
  actor: Generated<string>;
  at: Generated<ColumnType<Date, Date | string, Date | string>>;
}

export interface Jobs {
  job_id: Generated<string>;
  job_type: Generated<"sitemap">;
  status: Generated<"pending" | "running" | "complete" | "failed" | "cancelled">;
  status_reason: string | null;
  domain_id: string;
  created_by: string | null;
  source: Generated<"api" | "intake" | "cli" | "canary" | "sql">;
  max_pages: Generated<number>;
  task_window: Generated<number>;
  crawl_delay_ms: number | null;
  params: Generated<ColumnType<Json, string, string>>;
  result_data: Generated<ColumnType<Json, string, string>>;
  error: ColumnType<Json, string, string> | null;
  sitemaps_found: Generated<number>;
  sitemaps_read: Generated<number>;
  sitemaps_failed: Generated<number>;
  pages_found: Generated<number>;
  pages_new: Generated<number>;
  deadline_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  created_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  started_at: ColumnType<Date, Date | string, Date | string> | null;
  finished_at: ColumnType<Date, Date | string, Date | string> | null;
  updated_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  site_origin: string | null;
  search_next: ColumnType<Json, string, string> | null;
  search_complete: Generated<boolean>;
  limits_hit: Generated<string[]>;
  pages_changed: Generated<number>;
  pages_removed: Generated<number>;
  created_by_key: string | null;
}

export interface Loops {
  name: "relay" | "reconciler" | "intake" | "canary" | "retention";
  begun_at: ColumnType<Date, Date | string, Date | string> | null;
  succeeded_at: Generated<ColumnType<Date, Date | string, Date | string> | null>;
  detail: Generated<ColumnType<Json, string, string>>;
}

export interface Outbox {
  id: GeneratedAlways<string>;
  task_id: string | null;
  generation: number;
  available_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  claimed_until: ColumnType<Date, Date | string, Date | string> | null;
  tries: Generated<number>;
  last_error: string | null;
  trace: ColumnType<Json, string, string> | null;
  created_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  published_at: ColumnType<Date, Date | string, Date | string> | null;
  kind: "discover" | "sitemap" | "webhook";
  delivery_id: string | null;
}

export interface PageListings {
  domain_id: string;
  url_hash: Buffer;
  file_hash: Buffer;
  sitemap_file_id: ColumnType<string, string | number, string | number>;
  lastmod: ColumnType<Date, Date | string, Date | string> | null;
  lastmod_raw: string | null;
}

export interface Pages {
  id: GeneratedAlways<string>;
  domain_id: string;
  url: string;
  url_hash: Buffer;
  sitemap_file_id: ColumnType<string, string | number, string | number>;
  lastmod: ColumnType<Date, Date | string, Date | string> | null;
  lastmod_raw: string | null;
  changefreq: string | null;
  priority: number | null;
  extensions: ColumnType<Json, string, string> | null;
  first_seen_job_id: string;
  last_seen_job_id: string;
  first_seen_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  last_seen_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  removed_at: ColumnType<Date, Date | string, Date | string> | null;
  foreign_host: Generated<boolean>;
  previous_lastmod: ColumnType<Date, Date | string, Date | string> | null;
  returned_job_id: string | null;
  changed_job_id: string | null;
  removed_job_id: string | null;
}

export interface Sessions {
  sha256: Buffer;
  key_id: string;
  created_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  expires_at: ColumnType<Date, Date | string, Date | string>;
}

export interface SitemapFiles {
  id: GeneratedAlways<string>;
  domain_id: string;
  job_id: string;
  parent_id: ColumnType<string, string | number, string | number> | null;
  url: string;
  url_hash: Buffer;
  final_url: string | null;
  discovered_via: "robots" | "well_known" | "html" | "index" | "request";
  depth: Generated<number>;
  kind: Generated<"urlset" | "index" | "text" | "rss" | "atom" | "unknown">;
  outcome: string | null;
  outcome_detail: string | null;
  http_status: number | null;
  content_type: string | null;
  encoding: string | null;
  compressed_bytes: ColumnType<string, string | number, string | number> | null;
  bytes: ColumnType<string, string | number, string | number> | null;
  entries: Generated<number>;
  pages_found: Generated<number>;
  entries_rejected: Generated<ColumnType<Json, string, string>>;
  truncated: Generated<boolean>;
  partial: Generated<boolean>;
  etag: string | null;
  last_modified: string | null;
  parent_lastmod: ColumnType<Date, Date | string, Date | string> | null;
  body_sha256: Buffer | null;
  fetch_started_at: ColumnType<Date, Date | string, Date | string> | null;
  duration_ms: number | null;
  created_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  finished_at: ColumnType<Date, Date | string, Date | string> | null;
  warnings: Generated<ColumnType<Json, string, string>>;
  final_url_hash: Buffer | null;
  read_completely: Generated<boolean>;
  status: GeneratedAlways<string>;
  audited: Generated<boolean>;
}

export interface SitemapReferences {
  parent_id: ColumnType<string, string | number, string | number>;
  child_id: ColumnType<string, string | number, string | number>;
}

export interface Tasks {
  id: Generated<string>;
  position: GeneratedAlways<string>;
  job_id: string;
  kind: "discover" | "sitemap";
  sitemap_file_id: ColumnType<string, string | number, string | number> | null;
  status: Generated<"held" | "pending" | "running" | "complete" | "failed" | "cancelled">;
  status_reason: string | null;
  generation: Generated<number>;
  lease: Generated<number>;
  lease_until: ColumnType<Date, Date | string, Date | string> | null;
  available_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  attempt: Generated<number>;
  rescues: Generated<number>;
  worker_id: string | null;
  last_error: ColumnType<Json, string, string> | null;
  created_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  started_at: ColumnType<Date, Date | string, Date | string> | null;
  finished_at: ColumnType<Date, Date | string, Date | string> | null;
  snoozes: Generated<number>;
  let_go_at: ColumnType<Date, Date | string, Date | string> | null;
}

export interface WebhookAttempts {
  delivery_id: string;
  number: number;
  started_at: ColumnType<Date, Date | string, Date | string>;
  duration_ms: number;
  response_status: number | null;
  response_body: string | null;
  error_code: string | null;
  error_message: string | null;
}

export interface WebhookDeliveries {
  id: Generated<string>;
  position: GeneratedAlways<string>;
  event_id: string;
  endpoint_id: string;
  replay_of: string | null;
  status: Generated<"held" | "pending" | "running" | "delivered" | "failed" | "cancelled">;
  status_reason: string | null;
  generation: Generated<number>;
  lease: Generated<number>;
  lease_until: ColumnType<Date, Date | string, Date | string> | null;
  available_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  attempt: Generated<number>;
  rescues: Generated<number>;
  worker_id: string | null;
  last_error: ColumnType<Json, string, string> | null;
  created_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  started_at: ColumnType<Date, Date | string, Date | string> | null;
  finished_at: ColumnType<Date, Date | string, Date | string> | null;
}

export interface WebhookEndpoints {
  id: Generated<string>;
  url: string;
  events: string[];
  description: string | null;
  secret: string;
  old_secret: string | null;
  old_secret_until: ColumnType<Date, Date | string, Date | string> | null;
  disabled_at: ColumnType<Date, Date | string, Date | string> | null;
  disabled_reason: "asked" | "gone" | "failing" | null;
  failing_since: ColumnType<Date, Date | string, Date | string> | null;
  created_by: string | null;
  created_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  updated_at: Generated<ColumnType<Date, Date | string, Date | string>>;
}

export interface WebhookEvents {
  id: Generated<string>;
  type: "scan.complete" | "scan.failed" | "domain.changed" | "webhook.test";
  job_id: string | null;
  data: ColumnType<Json, string, string>;
  created_at: Generated<ColumnType<Date, Date | string, Date | string>>;
}

export interface Workers {
  id: string;
  host: string;
  pid: number;
  version: string;
  queues: string[];
  concurrency: number;
  started_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  last_seen_at: Generated<ColumnType<Date, Date | string, Date | string>>;
  stopped_at: ColumnType<Date, Date | string, Date | string> | null;
  current_tasks: Generated<string[]>;
}

export interface InvariantBreachesOfJobs {
  code: string;
  subject: string;
  subject_id: string;
  since: ColumnType<Date, Date | string, Date | string>;
  detail: string;
}

export interface InvariantViolations {
  code: string;
  subject: string;
  subject_id: string;
  since: ColumnType<Date, Date | string, Date | string>;
  detail: string;
}

export interface Movement {
  relay_silent: boolean;
  has_room: boolean;
  published_lately: boolean;
  started_lately: boolean;
  workers_alive: boolean;
  slots_free: boolean;
}

export interface DB {
  api_keys: ApiKeys;
  audit_events: AuditEvents;
  audit_findings: AuditFindings;
  brokers: Brokers;
  domains: Domains;
  file_audits: FileAudits;
  idempotency_keys: IdempotencyKeys;
  job_events: JobEvents;
  jobs: Jobs;
  loops: Loops;
  outbox: Outbox;
  page_listings: PageListings;
  pages: Pages;
  sessions: Sessions;
  sitemap_files: SitemapFiles;
  sitemap_references: SitemapReferences;
  tasks: Tasks;
  webhook_attempts: WebhookAttempts;
  webhook_deliveries: WebhookDeliveries;
  webhook_endpoints: WebhookEndpoints;
  webhook_events: WebhookEvents;
  workers: Workers;
  invariant_breaches_of_jobs: InvariantBreachesOfJobs;
  invariant_violations: InvariantViolations;
  movement: Movement;
}
