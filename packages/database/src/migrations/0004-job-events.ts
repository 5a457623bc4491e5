import { sql, type Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table job_events (
      id bigint generated always as identity constraint job_events_pkey primary key,
      job_id uuid not null constraint job_events_job_id_fkey references jobs (job_id) on delete cascade,
      task_id uuid,
      from_status text,
      to_status text not null,
      generation integer,
      lease integer,
      reason text,
      actor text not null default coalesce(nullif(current_setting('application_name', true), ''), session_user::text),
      at timestamptz not null default clock_timestamp()
    )`.execute(db);
  await sql`create index job_events_job_id_idx on job_events (job_id, id)`.execute(db);

  await sql`
    create function job_events_append_only() returns trigger language plpgsql as $$
    begin
      -- A delete that cascades from its job runs inside another trigger.
      if tg_op = 'DELETE' and pg_trigger_depth() > 1 then return old; end if;
      raise exception 'job_events is append-only' using errcode = 'SC001';
    end $$`.execute(db);
  await sql`
    create trigger job_events_append_only before update or delete on job_events
      for each row execute function job_events_append_only()`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table job_events`.execute(db);
  await sql`drop function job_events_append_only()`.execute(db);
}
