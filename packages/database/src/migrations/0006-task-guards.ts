import { sql, type Kysely } from "kysely";

/** D1 and D2 for tasks: legal transitions, a message for each new generation, the history. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function tasks_before_insert() returns trigger language plpgsql as $$
    begin
      if new.status not in ('held', 'pending') then
        raise exception 'a task begins as held or pending, not as %', new.status using errcode = 'SC002';
      end if;
      new.generation := case new.status when 'pending' then 1 else 0 end;
      new.lease := 0;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger tasks_before_insert before insert on tasks
      for each row execute function tasks_before_insert()`.execute(db);

  await sql`
    create function tasks_before_update() returns trigger language plpgsql as $$
    begin
      if new.generation < old.generation or new.lease < old.lease then
        raise exception 'generation and lease of task % never go back', old.id using errcode = 'SC002';
      end if;
      if old.status in ('complete', 'failed', 'cancelled')
         and (new.status, new.generation, new.lease) is distinct from (old.status, old.generation, old.lease) then
        raise exception 'task % is %: nothing leaves a terminal state', old.id, old.status
          using errcode = 'SC002';
      end if;
      if new.status = old.status then return new; end if;
      if not ((old.status = 'held' and new.status in ('pending', 'failed', 'cancelled'))
           or (old.status = 'pending' and new.status in ('running', 'failed', 'cancelled'))
           or (old.status = 'running' and new.status in ('pending', 'complete', 'failed', 'cancelled'))) then
        raise exception 'task % cannot go from % to %', old.id, old.status, new.status
          using errcode = 'SC002';
      end if;
      if new.status_reason is not distinct from old.status_reason then new.status_reason := null; end if;
      if new.status = 'running' then
        if new.lease = old.lease then
          raise exception 'task % cannot run without a new lease', old.id using errcode = 'SC002';
        end if;
        new.started_at := coalesce(new.started_at, now());
      else
        new.lease_until := null;
      end if;
      if new.status = 'pending' and new.generation = old.generation then
        new.generation := old.generation + 1;
      end if;
      if new.status in ('complete', 'failed', 'cancelled') then
        new.finished_at := coalesce(new.finished_at, now());
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger tasks_before_update before update on tasks
      for each row execute function tasks_before_update()`.execute(db);

  await sql`
    create function tasks_after_insert() returns trigger language plpgsql as $$
    begin
      -- The lock makes this wait for whoever is finishing the job, and him for us.
      perform from jobs where job_id in (select job_id from new_rows) order by job_id for no key update;
      if exists (select from jobs where job_id in (select job_id from new_rows)
                 and status not in ('pending', 'running')) then
        raise exception 'a finished job takes no new task' using errcode = 'SC003';
      end if;
      insert into job_events (job_id, task_id, to_status, generation, lease, reason)
        select job_id, id, status, generation, lease, status_reason from new_rows order by position;
      insert into outbox (task_id, generation, available_at)
        select id, generation, available_at from new_rows where status = 'pending' order by position;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger tasks_after_insert after insert on tasks
      referencing new table as new_rows
      for each statement execute function tasks_after_insert()`.execute(db);

  await sql`
    create function tasks_after_update() returns trigger language plpgsql as $$
    begin
      -- Heartbeats change neither status, generation nor lease, and end here.
      if not exists (select from new_rows n join old_rows o using (id)
                     where (n.status, n.generation, n.lease) is distinct from (o.status, o.generation, o.lease)) then
        return null;
      end if;
      insert into job_events (job_id, task_id, from_status, to_status, generation, lease, reason)
        select n.job_id, n.id, o.status, n.status, n.generation, n.lease, n.status_reason
        from new_rows n join old_rows o using (id)
        where (n.status, n.generation, n.lease) is distinct from (o.status, o.generation, o.lease)
        order by n.position;
      -- A message lives until its generation is claimed, ended or replaced.
      delete from outbox x using new_rows n join old_rows o using (id)
        where x.task_id = n.id and o.status = 'pending'
          and (n.status <> 'pending' or x.generation < n.generation);
      insert into outbox (task_id, generation, available_at)
        select n.id, n.generation, n.available_at from new_rows n join old_rows o using (id)
        where n.status = 'pending' and n.generation > o.generation
        order by n.position
        on conflict on constraint outbox_task_id_generation_key do nothing;
      update sitemap_files f set
          outcome = case n.status when 'cancelled' then 'cancelled' else 'internal_error' end,
          finished_at = now()
        from new_rows n
        where f.id = n.sitemap_file_id and n.status in ('cancelled', 'failed') and f.outcome is null;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger tasks_after_update after update on tasks
      referencing old table as old_rows new table as new_rows
      for each statement execute function tasks_after_update()`.execute(db);

  // The counters of a job follow its files, so that they cannot disagree with the rows.
  await sql`
    create function sitemap_files_count() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        update jobs j set
            sitemaps_found = sitemaps_found + c.found,
            sitemaps_read = sitemaps_read + c.read,
            sitemaps_failed = sitemaps_failed + c.failed
          from (select job_id, count(*) as found,
                  count(*) filter (where status = 'complete') as read,
                  count(*) filter (where status = 'failed') as failed
                from new_rows group by job_id) c
          where j.job_id = c.job_id;
        return null;
      end if;
      if not exists (select from new_rows n join old_rows o using (id) where n.status <> o.status) then
        return null;
      end if;
      update jobs j set
          sitemaps_read = sitemaps_read + c.read,
          sitemaps_failed = sitemaps_failed + c.failed
        from (select n.job_id,
                count(*) filter (where n.status = 'complete') - count(*) filter (where o.status = 'complete') as read,
                count(*) filter (where n.status = 'failed') - count(*) filter (where o.status = 'failed') as failed
              from new_rows n join old_rows o using (id) where n.status <> o.status group by n.job_id) c
        where j.job_id = c.job_id;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger sitemap_files_count_inserted after insert on sitemap_files
      referencing new table as new_rows
      for each statement execute function sitemap_files_count()`.execute(db);
  await sql`
    create trigger sitemap_files_count_updated after update on sitemap_files
      referencing old table as old_rows new table as new_rows
      for each statement execute function sitemap_files_count()`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger sitemap_files_count_updated on sitemap_files`.execute(db);
  await sql`drop trigger sitemap_files_count_inserted on sitemap_files`.execute(db);
  await sql`drop trigger tasks_after_update on tasks`.execute(db);
  await sql`drop trigger tasks_after_insert on tasks`.execute(db);
  await sql`drop trigger tasks_before_update on tasks`.execute(db);
  await sql`drop trigger tasks_before_insert on tasks`.execute(db);
  await sql`drop function sitemap_files_count()`.execute(db);
  await sql`drop function tasks_after_update()`.execute(db);
  await sql`drop function tasks_after_insert()`.execute(db);
  await sql`drop function tasks_before_update()`.execute(db);
  await sql`drop function tasks_before_insert()`.execute(db);
}
