import { sql, type Kysely } from "kysely";

/** What is wrong with the sitemaps of a scan, and what it takes to look at large ones. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Read by a version that looks for faults: what it found of them is all there is. Safe while it runs.
  await sql`alter table sitemap_files add column audited boolean not null default false`.execute(
    db,
  );
  // What was counted while a file was read, for the next scan that finds it unchanged. A file without a
  // fault has no row.
  await sql`
    create table file_audits (
      sitemap_file_id bigint constraint file_audits_pkey primary key
        constraint file_audits_sitemap_file_id_fkey references sitemap_files (id) on delete cascade,
      findings jsonb not null
    )`.execute(db);
  // The sum of it over the files of a job, so that it is read at once however many there are. The rows of
  // a job are updated with each file that ends: half of a block is left for that.
  await sql`
    create table audit_findings (
      job_id uuid not null constraint audit_findings_job_id_fkey references jobs (job_id) on delete cascade,
      code text not null,
      reason text not null default '',
      amount bigint not null,
      files integer not null,
      examples jsonb not null,
      constraint audit_findings_pkey primary key (job_id, code, reason)
    ) with (fillfactor = 50)`.execute(db);

  // A tree of files is opened level by level.
  await sql`drop index sitemap_files_parent_id_idx`.execute(db);
  await sql`
    create index sitemap_files_children_idx on sitemap_files (parent_id, id) where parent_id is not null`.execute(
    db,
  );
  await sql`
    create index sitemap_files_roots_idx on sitemap_files (job_id, id) where parent_id is null`.execute(
    db,
  );

  await sql`
    create index jobs_finished_at_idx on jobs (finished_at) where finished_at is not null`.execute(
    db,
  );
  // One event in a hundred is of a job, the others are of its tasks.
  await sql`
    create index job_events_of_jobs_idx on job_events (id) where task_id is null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index job_events_of_jobs_idx`.execute(db);
  await sql`drop index jobs_finished_at_idx`.execute(db);
  await sql`drop index sitemap_files_roots_idx`.execute(db);
  await sql`drop index sitemap_files_children_idx`.execute(db);
  await sql`
    create index sitemap_files_parent_id_idx on sitemap_files (parent_id) where parent_id is not null`.execute(
    db,
  );
  await sql`drop table audit_findings`.execute(db);
  await sql`drop table file_audits`.execute(db);
  await sql`alter table sitemap_files drop column audited`.execute(db);
}
