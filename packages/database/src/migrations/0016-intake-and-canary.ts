import { sql, type Kysely } from "kysely";

/** Since when a domain waits for the intake, which ones are scanned again when, and the canary's own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table domains
      -- Written by trigger; \`updated_at\` moves with every change of the row.
      add column queued_at timestamptz,
      -- A site that the system serves itself, to scan it round the clock: no domain of a user.
      add column is_canary boolean not null default false`.execute(db);
  await sql`
    create function domains_queued_at() returns trigger language plpgsql as $$
    begin
      if new.sitemap_analysis_status <> 'queued' then
        new.queued_at := null;
      elsif tg_op = 'UPDATE' and old.sitemap_analysis_status = 'queued' then
        new.queued_at := old.queued_at;
      else
        new.queued_at := now();
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger domains_queued_at before insert or update on domains
      for each row execute function domains_queued_at()`.execute(db);
  await sql`
    update domains set queued_at = updated_at where sitemap_analysis_status = 'queued'`.execute(db);

  await sql`drop index domains_queued_idx`.execute(db);
  // Without a time, the trigger was switched off when it was queued: it has waited long enough.
  await sql`
    create index domains_queued_idx on domains (queued_at nulls first, id)
      where sitemap_analysis_status = 'queued'`.execute(db);
  await sql`
    create index domains_due_idx on domains (next_scan_at nulls first)
      where rescan_every is not null`.execute(db);
  await sql`create index domains_newest_first_idx on domains (created_at desc, id desc)`.execute(
    db,
  );
  // Counted at each pass of the intake.
  await sql`
    create index jobs_live_intake_idx on jobs (created_at)
      where source = 'intake' and status in ('pending', 'running')`.execute(db);
  await sql`create index jobs_canary_idx on jobs (created_at) where source = 'canary'`.execute(db);

  await sql`alter view invariant_violations rename to invariant_breaches_of_jobs`.execute(db);
  await sql`
    create view invariant_violations (code, subject, subject_id, since, detail) as
      select code, subject, subject_id, since, detail from invariant_breaches_of_jobs
      union all
      select 'domain_not_taken', 'domain', d.id::text, coalesce(d.queued_at, d.updated_at),
             format('domain %s is queued, and no intake has taken it', d.domain)
        from domains d
        where d.sitemap_analysis_status = 'queued'
          and coalesce(d.queued_at, d.updated_at) < now() - interval '1 minute'
          -- Unless the intake is at it: its last pass ended for want of room, or with more to do.
          and not exists (select from loops l
                          where l.name = 'intake' and l.succeeded_at > now() - interval '1 minute'
                            and l.detail ->> 'ended' in ('full', 'limit'))`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop view invariant_violations`.execute(db);
  await sql`alter view invariant_breaches_of_jobs rename to invariant_violations`.execute(db);
  await sql`drop index jobs_canary_idx`.execute(db);
  await sql`drop index jobs_live_intake_idx`.execute(db);
  await sql`drop index domains_newest_first_idx`.execute(db);
  await sql`drop index domains_due_idx`.execute(db);
  await sql`drop index domains_queued_idx`.execute(db);
  await sql`
    create index domains_queued_idx on domains (updated_at) where sitemap_analysis_status = 'queued'`.execute(
    db,
  );
  await sql`drop trigger domains_queued_at on domains`.execute(db);
  await sql`drop function domains_queued_at()`.execute(db);
  await sql`alter table domains drop column is_canary, drop column queued_at`.execute(db);
}
