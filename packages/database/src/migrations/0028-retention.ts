import { sql, type Kysely } from "kysely";

/** What is old is deleted, after a time that can be set: a loop of its own, and indexes that find it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table loops drop constraint loops_name_check,
      add constraint loops_name_check check (name in ('relay', 'reconciler', 'intake', 'canary', 'retention'))`.execute(
    db,
  );
  await sql`create index pages_removed_at_idx on pages (removed_at) where removed_at is not null`.execute(
    db,
  );
  // Of a job that has ended too: to delete it, and for what looks at all live jobs, which read every task.
  await sql`create index tasks_job_id_idx on tasks (job_id)`.execute(db);
  await sql`create index domains_latest_job_id_idx on domains (latest_job_id)`.execute(db);
  await sql`create index audit_events_at_idx on audit_events (at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index audit_events_at_idx`.execute(db);
  await sql`drop index domains_latest_job_id_idx`.execute(db);
  await sql`drop index tasks_job_id_idx`.execute(db);
  await sql`drop index pages_removed_at_idx`.execute(db);
  await sql`delete from loops where name = 'retention'`.execute(db);
  await sql`
    alter table loops drop constraint loops_name_check,
      add constraint loops_name_check check (name in ('relay', 'reconciler', 'intake', 'canary'))`.execute(
    db,
  );
}
