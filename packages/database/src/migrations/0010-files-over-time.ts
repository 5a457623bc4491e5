import { sql, type Kysely } from "kysely";

const STATUS = (skipped: string) => `
  case
    when outcome is null then 'pending'
    when outcome in ('ok', 'ok_partial', 'not_modified', 'empty') then 'complete'
    when outcome in ('too_large', 'limit_reached') and entries > 0 then 'complete'
    when outcome in (${skipped}) then 'skipped'
    when outcome = 'cancelled' then 'cancelled'
    else 'failed' end`;

/** What a scan must know of the files of earlier ones, and of files that lead to each other. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table sitemap_files
      add column warnings jsonb not null default '{}',
      add column final_url_hash bytea,
      -- Every entry of it was taken: a page that it does not list is certainly not in it.
      add column read_completely boolean not null default false,
      add constraint sitemap_files_final_url_hash_check check (octet_length(final_url_hash) = 16)`.execute(
    db,
  );
  // A file that leads to another of the same scan is read there: nothing failed. Rewrites the table.
  await rewriteStatus(db, STATUS("'limit_reached', 'loop'"));
  await sql`create index sitemap_files_url_idx on sitemap_files (domain_id, url_hash, id)`.execute(
    db,
  );
  await sql`
    create index sitemap_files_final_url_idx on sitemap_files (job_id, final_url_hash)
      where final_url_hash is not null`.execute(db);
  await sql`
    create index sitemap_files_parent_id_idx on sitemap_files (parent_id) where parent_id is not null`.execute(
    db,
  );

  // An index that lists a file which another one had listed before: parent_id holds the first only.
  await sql`
    create table sitemap_references (
      parent_id bigint not null constraint sitemap_references_parent_id_fkey references sitemap_files (id),
      child_id bigint not null constraint sitemap_references_child_id_fkey references sitemap_files (id),
      constraint sitemap_references_pkey primary key (parent_id, child_id)
    )`.execute(db);
  await sql`create index sitemap_references_child_id_idx on sitemap_references (child_id)`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table sitemap_references`.execute(db);
  await sql`drop index sitemap_files_parent_id_idx`.execute(db);
  await sql`drop index sitemap_files_final_url_idx`.execute(db);
  await sql`drop index sitemap_files_url_idx`.execute(db);
  await rewriteStatus(db, STATUS("'limit_reached'"));
  await sql`
    alter table sitemap_files
      drop column read_completely, drop column final_url_hash, drop column warnings`.execute(db);
}

/** Postgres 15 can't change the expression of a generated column. */
async function rewriteStatus(db: Kysely<unknown>, expression: string): Promise<void> {
  await sql`alter table sitemap_files drop column status`.execute(db);
  await sql`
    alter table sitemap_files
      add column status text not null generated always as (${sql.raw(expression)}) stored`.execute(
    db,
  );
}
