import { sql, type Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  // A browser that was shown a key gets a session of it, which ends with the key.
  await sql`
    create table sessions (
      sha256 bytea constraint sessions_pkey primary key,
      key_id uuid not null constraint sessions_key_id_fkey references api_keys (id) on delete cascade,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      constraint sessions_sha256_check check (octet_length(sha256) = 32)
    )`.execute(db);
  await sql`create index sessions_expires_at_idx on sessions (expires_at)`.execute(db);
  await sql`create index sessions_key_id_idx on sessions (key_id)`.execute(db);

  // Written before the act: a row without a status is an act that did not come to its end.
  await sql`
    create table audit_events (
      id bigint generated always as identity constraint audit_events_pkey primary key,
      at timestamptz not null default now(),
      actor text not null,
      key_id uuid,
      action text not null,
      subject text,
      request_id text,
      status integer
    )`.execute(db);

  // Safe while it runs: the column is nullable and has no default.
  await sql`alter table jobs add column created_by_key uuid`.execute(db);
  await sql`
    create index jobs_live_by_key_idx on jobs (created_by_key)
      where status in ('pending', 'running') and created_by_key is not null`.execute(db);

  await sql`
    alter table idempotency_keys
      add column response_location text,
      add column locked_until timestamptz not null default now() + interval '1 minute'`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table idempotency_keys drop column response_location, drop column locked_until`.execute(
    db,
  );
  await sql`drop index jobs_live_by_key_idx`.execute(db);
  await sql`alter table jobs drop column created_by_key`.execute(db);
  await sql`drop table audit_events`.execute(db);
  await sql`drop table sessions`.execute(db);
}
