import { sql, type Kysely } from "kysely";

/** New, changed and removed pages. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table jobs
      add column pages_changed integer not null default 0,
      add column pages_removed integer not null default 0`.execute(db);
  await sql`
    alter table pages
      add column foreign_host boolean not null default false,
      -- lastmod as it was before last_seen_job_id saw the page.
      add column previous_lastmod timestamptz,
      -- The last job that found it again after it had been removed.
      add column returned_job_id uuid,
      add column changed_job_id uuid,
      add column removed_job_id uuid`.execute(db);
  // The live pages of a file: to see them again unread, and to find those whose file is an old one.
  await sql`
    create index pages_of_file_idx on pages (domain_id, sitemap_file_id) where removed_at is null`.execute(
    db,
  );

  // A page that one file lists has no row here: pages.sitemap_file_id is that file. One that several
  // list has a row for each of them, so that it is removed when the last one drops it.
  await sql`
    create table page_listings (
      domain_id uuid not null,
      url_hash bytea not null,
      -- The url_hash of the file, which stays the same from scan to scan.
      file_hash bytea not null,
      sitemap_file_id bigint not null,
      lastmod timestamptz,
      lastmod_raw text,
      constraint page_listings_pkey primary key (domain_id, url_hash, file_hash)
    )`.execute(db);
  await sql`create index page_listings_file_idx on page_listings (domain_id, sitemap_file_id)`.execute(
    db,
  );

  await sql`
    create function file_is_settled(file sitemap_files) returns boolean language sql stable as $$
      select file.read_completely or file.outcome = 'loop' and exists (
        select from sitemap_files f
        where f.job_id = file.job_id and f.id <> file.id and f.read_completely
          and (f.url_hash = file.final_url_hash or f.final_url_hash = file.final_url_hash))
    $$`.execute(db);

  // What a file of an earlier scan listed, and this job has not seen: is it certainly listed no more?
  // Either the job read the file to its end, or it knows that nobody names the file any longer.
  await sql`
    create function listing_is_over(old_file_id bigint, job uuid, passed bigint[] default '{}')
    returns boolean language plpgsql stable as $$
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
    end $$`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function listing_is_over(bigint, uuid, bigint[])`.execute(db);
  await sql`drop function file_is_settled(sitemap_files)`.execute(db);
  await sql`drop table page_listings`.execute(db);
  await sql`drop index pages_of_file_idx`.execute(db);
  await sql`
    alter table pages
      drop column removed_job_id, drop column changed_job_id, drop column returned_job_id,
      drop column previous_lastmod, drop column foreign_host`.execute(db);
  await sql`alter table jobs drop column pages_removed, drop column pages_changed`.execute(db);
}
