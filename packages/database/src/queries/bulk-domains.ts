import { sql } from "kysely";
import type { Db } from "../database.ts";

/** A domain that is to be scanned, each at most once in a batch. */
export interface DomainToQueue {
  /** Canonical authority, lower-case punycode. */
  domain: string;
  /** Has it scanned again and again; null leaves its schedule as it is. */
  everySeconds: number | null;
}

/** `in_progress`: a scan of it is live. */
export type QueueVerdict = "queued" | "already_queued" | "in_progress";

/**
 * Asks the intake for scans of many domains by one statement, which takes about as long for a thousand
 * as for ten. What is queued or being scanned already stays as it is, but for its schedule.
 *
 * @returns domain → what became of it
 */
export async function queueDomains(
  db: Db,
  domains: readonly DomainToQueue[],
): Promise<Map<string, QueueVerdict>> {
  const names = domains.map(({ domain }) => domain);
  const seconds = domains.map(({ everySeconds }) => everySeconds);
  // NOTE: rows are locked in the order of their names, so that two imports at once cannot wait for each
  // other. The trigger sets `queued_at` to now() for those alone that were not queued before. Rows that
  // nothing changes are not written, and so not returned: their status is that of before.
  const { rows } = await sql<{ domain: string; verdict: QueueVerdict }>`
    with given as (
      select domain, make_interval(secs => seconds) as every
      from unnest(${names}::text[], ${seconds}::float8[]) as g (domain, seconds)
    ), written as (
      insert into domains as d (domain, sitemap_analysis_status, rescan_every, next_scan_at)
      select domain, 'queued', every, case when every is not null then now() + every end
      from given order by domain collate "C"
      on conflict (domain) do update set
        sitemap_analysis_status = case when d.sitemap_analysis_status in ('queued', 'submitted', 'processing')
                                       then d.sitemap_analysis_status else 'queued' end,
        sitemap_analysis_error = case when d.sitemap_analysis_status in ('queued', 'submitted', 'processing')
                                      then d.sitemap_analysis_error end,
        rescan_every = coalesce(excluded.rescan_every, d.rescan_every),
        next_scan_at = coalesce(excluded.next_scan_at, d.next_scan_at)
      where d.sitemap_analysis_status not in ('queued', 'submitted', 'processing')
         or (excluded.rescan_every is not null and excluded.rescan_every is distinct from d.rescan_every)
      returning d.domain, d.sitemap_analysis_status as status, d.queued_at = now() as is_new
    )
    select g.domain,
           case when w.is_new then 'queued'
                when coalesce(w.status, d.sitemap_analysis_status) in ('submitted', 'processing') then 'in_progress'
                else 'already_queued' end as verdict
    from given g
    left join written w on w.domain = g.domain
    left join domains d on d.domain = g.domain`.execute(db);
  return new Map(rows.map(({ domain, verdict }) => [domain, verdict]));
}
