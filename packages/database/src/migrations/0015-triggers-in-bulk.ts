import { sql, type Kysely } from "kysely";

/**
 * The same triggers for one row and for fifty thousand. Postgres plans a statement of a function once a
 * session, for as many rows as it then meets; a join of new and old rows planned for one took minutes
 * for 50,000. So nothing is joined with its old self here: rows are paired by grouping, and what is looked
 * up is looked up by index, which the settings see to.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function tasks_after_update() returns trigger language plpgsql
    set enable_hashjoin = off set enable_mergejoin = off as $$
    begin
      -- Heartbeats change neither status, generation nor lease, and end here.
      if not exists (select id, status, generation, lease from new_rows
                     except select id, status, generation, lease from old_rows) then
        return null;
      end if;
      insert into job_events (job_id, task_id, from_status, to_status, generation, lease, reason)
        select job_id, id, from_status, status, generation, lease, status_reason from (
          select r.*, lag(status) over pair as from_status, lag(generation) over pair as from_generation,
                 lag(lease) over pair as from_lease
          from (select *, true as is_new from new_rows union all select *, false from old_rows) r
          window pair as (partition by id order by is_new)) t
        where is_new and (status, generation, lease) is distinct from (from_status, from_generation, from_lease)
        order by position;
      -- A message lives until its generation is claimed, ended or replaced.
      delete from outbox x using new_rows n
        where x.task_id = n.id and (n.status <> 'pending' or x.generation < n.generation);
      insert into outbox (task_id, generation, available_at)
        select id, generation, available_at from new_rows where status = 'pending' order by position
        on conflict on constraint outbox_task_id_generation_key do nothing;
      update sitemap_files f set
          outcome = case n.status when 'cancelled' then 'cancelled' else 'internal_error' end,
          finished_at = now()
        from new_rows n
        where f.id = n.sitemap_file_id and n.status in ('cancelled', 'failed') and f.outcome is null;
      return null;
    end $$`.execute(db);

  await sql`
    create or replace function sitemap_files_count() returns trigger language plpgsql as $$
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
      else
        update jobs j set sitemaps_read = sitemaps_read + c.read, sitemaps_failed = sitemaps_failed + c.failed
          from (select job_id, sum(weight) filter (where status = 'complete') as read,
                  sum(weight) filter (where status = 'failed') as failed
                from (select job_id, status, 1 as weight from new_rows
                      union all select job_id, status, -1 from old_rows) both_rows
                group by job_id) n
          cross join lateral (select coalesce(n.read, 0) as read, coalesce(n.failed, 0) as failed) c
          where j.job_id = n.job_id and (c.read, c.failed) is distinct from (0::bigint, 0::bigint);
      end if;
      return null;
    end $$`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function sitemap_files_count() returns trigger language plpgsql as $$
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
    create or replace function tasks_after_update() returns trigger language plpgsql as $$
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
}
