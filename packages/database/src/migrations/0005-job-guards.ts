import { sql, type Kysely } from "kysely";

/**
 * D1 to D4 for jobs and domains. Error codes: SC001 history is append-only, SC002 illegal
 * transition, SC003 the facts behind a status are missing.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function jobs_before_insert() returns trigger language plpgsql as $$
    begin
      if new.status <> 'pending' then
        raise exception 'a job begins as pending, not as %', new.status using errcode = 'SC002';
      end if;
      new.result_data := coalesce(new.result_data, '{}') || jsonb_build_object(
        'domain', (select domain from domains where id = new.domain_id),
        'max_pages', new.max_pages);
      return new;
    end $$`.execute(db);
  await sql`
    create trigger jobs_before_insert before insert on jobs
      for each row execute function jobs_before_insert()`.execute(db);

  await sql`
    create function jobs_before_update() returns trigger language plpgsql as $$
    begin
      new.updated_at := now();
      if new.status = old.status then return new; end if;
      if not ((old.status = 'pending' and new.status in ('running', 'failed', 'cancelled'))
           or (old.status = 'running' and new.status in ('complete', 'failed', 'cancelled'))) then
        raise exception 'job % cannot go from % to %', old.job_id, old.status, new.status
          using errcode = 'SC002';
      end if;
      -- A reason belongs to one transition: without a new one there is none.
      if new.status_reason is not distinct from old.status_reason then new.status_reason := null; end if;
      if new.status = 'running' then
        new.started_at := coalesce(new.started_at, now());
      else
        new.finished_at := coalesce(new.finished_at, now());
      end if;
      if new.status = 'complete' then
        if exists (select from tasks where job_id = new.job_id and status in ('held', 'pending', 'running')) then
          raise exception 'job % cannot be complete: a task of it is open', new.job_id using errcode = 'SC003';
        end if;
        if not exists (select from sitemap_files where job_id = new.job_id and status = 'complete') then
          raise exception 'job % cannot be complete: no sitemap was read', new.job_id using errcode = 'SC003';
        end if;
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger jobs_before_update before update on jobs
      for each row execute function jobs_before_update()`.execute(db);

  await sql`
    create function domain_status_of(job_status text) returns text language sql immutable as $$
      select case job_status
        when 'pending' then 'submitted'
        when 'running' then 'processing'
        when 'complete' then 'complete'
        when 'failed' then 'failed'
        when 'cancelled' then 'failed'
      end
    $$`.execute(db);

  await sql`
    create function jobs_after_change() returns trigger language plpgsql as $$
    begin
      insert into job_events (job_id, from_status, to_status, reason)
        values (new.job_id, case when tg_op = 'UPDATE' then old.status end, new.status,
                case when new.status = 'failed' then coalesce(new.status_reason, new.error ->> 'code')
                     else new.status_reason end);
      update domains set
          latest_job_id = new.job_id,
          sitemap_analysis_status = domain_status_of(new.status),
          sitemap_analysis_error = case new.status
            when 'failed' then coalesce(new.error ->> 'message', new.error ->> 'code')
            when 'cancelled' then 'cancelled'
          end
        where id = new.domain_id and (tg_op = 'INSERT' or latest_job_id = new.job_id);
      if tg_op = 'INSERT' then
        insert into tasks (job_id, kind, status, status_reason)
          values (new.job_id, 'discover', 'pending', 'job_created');
      elsif new.status in ('failed', 'cancelled') then
        update tasks set status = 'cancelled', status_reason = 'job_' || new.status
          where job_id = new.job_id and status in ('held', 'pending', 'running');
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger jobs_after_insert after insert on jobs
      for each row execute function jobs_after_change()`.execute(db);
  await sql`
    create trigger jobs_after_update after update of status on jobs
      for each row when (old.status is distinct from new.status)
      execute function jobs_after_change()`.execute(db);

  await sql`
    create function domains_before_write() returns trigger language plpgsql as $$
    declare
      backed text := (select domain_status_of(status) from jobs
                      where job_id = new.latest_job_id and domain_id = new.id);
    begin
      new.updated_at := now();
      if new.latest_job_id is not null and backed is null then
        raise exception 'latest_job_id of domain % is no job of it', new.domain using errcode = 'SC003';
      end if;
      if new.sitemap_analysis_status in ('submitted', 'processing', 'complete', 'failed')
         and new.sitemap_analysis_status is distinct from backed then
        raise exception 'domain % cannot be %: its latest job says %', new.domain,
          new.sitemap_analysis_status, coalesce(backed, 'nothing, there is none') using errcode = 'SC003';
      end if;
      if new.sitemap_analysis_status = 'new' and new.latest_job_id is not null then
        raise exception 'domain % cannot be new: it has a job', new.domain using errcode = 'SC003';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger domains_before_write
      before insert or update on domains
      for each row execute function domains_before_write()`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger domains_before_write on domains`.execute(db);
  await sql`drop trigger jobs_after_update on jobs`.execute(db);
  await sql`drop trigger jobs_after_insert on jobs`.execute(db);
  await sql`drop trigger jobs_before_update on jobs`.execute(db);
  await sql`drop trigger jobs_before_insert on jobs`.execute(db);
  await sql`drop function domains_before_write()`.execute(db);
  await sql`drop function jobs_after_change()`.execute(db);
  await sql`drop function domain_status_of(text)`.execute(db);
  await sql`drop function jobs_before_update()`.execute(db);
  await sql`drop function jobs_before_insert()`.execute(db);
}
