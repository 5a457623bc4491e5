import { sql, type Kysely } from "kysely";

/**
 * A job may search its site more than once: when nothing that robots.txt names reads as a sitemap, the
 * search goes on where it stopped, as a second `discover` task. What it learned is in columns.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table jobs
      add column site_origin text,
      -- {"origin", "step"}: where the search goes on if nothing found so far reads as a sitemap.
      add column search_next jsonb,
      -- Every request of the search was answered for good, so what it did not find is not there.
      add column search_complete boolean not null default false,
      add column limits_hit text[] not null default '{}'`.execute(db);
  await sql`alter table tasks add column snoozes integer not null default 0`.execute(db);
  await sql`
    create unique index tasks_one_open_discover_per_job_idx on tasks (job_id)
      where kind = 'discover' and status in ('held', 'pending', 'running')`.execute(db);
  await sql`drop index tasks_one_discover_per_job_idx`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    create unique index tasks_one_discover_per_job_idx on tasks (job_id) where kind = 'discover'`.execute(
    db,
  );
  await sql`drop index tasks_one_open_discover_per_job_idx`.execute(db);
  await sql`alter table tasks drop column snoozes`.execute(db);
  await sql`
    alter table jobs
      drop column site_origin, drop column search_next, drop column search_complete, drop column limits_hit`.execute(
    db,
  );
}
