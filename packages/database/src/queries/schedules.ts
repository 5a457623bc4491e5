import { sql } from "kysely";
import type { Db } from "../database.ts";

/**
 * Has a domain scanned again and again, or no more. The first scan is due a period after the last one, or
 * now. The domain is added when it is new.
 *
 * @param everySeconds null: no more
 */
export async function scheduleScans(
  db: Db,
  domain: string,
  everySeconds: number | null,
): Promise<void> {
  await sql`
    insert into domains as d (domain, rescan_every, next_scan_at)
    values (${domain}, make_interval(secs => ${everySeconds}),
            case when ${everySeconds}::float8 is not null then now() end)
    on conflict (domain) do update set
      rescan_every = excluded.rescan_every,
      next_scan_at = case when excluded.rescan_every is not null then greatest(now(), excluded.rescan_every +
        coalesce((select max(created_at) from jobs where domain_id = d.id), '-infinity')) end`.execute(
    db,
  );
}

/**
 * Queues the domains whose next scan is due, and says when the one after it will be. A domain that is
 * queued or being scanned already has what is due. Whatever interval somebody wrote, it counts as a
 * minute at least, and as ten years at most.
 *
 * @returns how many were queued, and how many were due
 */
export async function queueDueDomains(
  db: Db,
  limit: number,
): Promise<{ queued: number; due: number }> {
  const { rows } = await sql<{ queued: number; due: number }>`
    with due as (
      select id, sitemap_analysis_status <> 'queued' and not exists (
               select from jobs j where j.domain_id = d.id and j.status in ('pending', 'running')) as is_idle
      from domains d
      where rescan_every is not null and (next_scan_at is null or next_scan_at <= now())
      order by next_scan_at nulls first limit ${limit} for no key update skip locked
    ), moved as (
      update domains d set
        sitemap_analysis_status = case when due.is_idle then 'queued' else d.sitemap_analysis_status end,
        next_scan_at = now() + least(greatest(d.rescan_every, interval '1 minute'), interval '10 years')
      from due where d.id = due.id
      returning due.is_idle
    )
    select count(*) filter (where is_idle)::int as queued, count(*)::int as due from moved`.execute(
    db,
  );
  return rows[0] ?? { queued: 0, due: 0 };
}
