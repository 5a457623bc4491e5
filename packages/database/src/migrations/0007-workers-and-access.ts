import { sql, type Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table workers (
      id text constraint workers_pkey primary key,
      host text not null,
      pid integer not null,
      version text not null,
      queues text[] not null,
      concurrency integer not null,
      started_at timestamptz not null default now(),
      last_seen_at timestamptz not null default now(),
      stopped_at timestamptz,
      current_tasks uuid[] not null default '{}'
    )`.execute(db);
  await sql`create index workers_last_seen_at_idx on workers (last_seen_at)`.execute(db);

  // Only the hash of a key is stored; the prefix is what people recognise it by.
  await sql`
    create table api_keys (
      id uuid constraint api_keys_pkey primary key default gen_random_uuid(),
      prefix text not null,
      sha256 bytea not null constraint api_keys_sha256_key unique,
      owner text not null,
      scopes text[] not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz,
      revoked_at timestamptz,
      last_used_at timestamptz,
      constraint api_keys_sha256_check check (octet_length(sha256) = 32),
      constraint api_keys_scopes_check check (scopes <@ array['scans:read', 'scans:write', 'admin'])
    )`.execute(db);

  await sql`
    create table idempotency_keys (
      owner text not null,
      key text not null,
      request_sha256 bytea not null,
      response_status integer,
      response_body jsonb,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null default now() + interval '24 hours',
      constraint idempotency_keys_pkey primary key (owner, key)
    )`.execute(db);
  await sql`create index idempotency_keys_expires_at_idx on idempotency_keys (expires_at)`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table idempotency_keys`.execute(db);
  await sql`drop table api_keys`.execute(db);
  await sql`drop table workers`.execute(db);
}
