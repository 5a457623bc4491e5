import { sql } from "kysely";
import type { Db } from "../database.ts";

/** The jobs that ended in one stretch of time. */
export interface ActivityView {
  /** When it begins. */
  at: Date;
  complete: number;
  failed: number;
  cancelled: number;
  pages_found: number;
}

/** The stretches up to now, oldest first and also those in which nothing ended. Without canaries. */
export async function listActivity(
  db: Db,
  { hours, stepMinutes }: { hours: number; stepMinutes: number },
): Promise<ActivityView[]> {
  const step = sql`make_interval(mins => ${stepMinutes})`;
  const { rows } = await sql<ActivityView>`
    with stretch as (
      select generate_series(last - make_interval(hours => ${hours}) + ${step}, last, ${step}) as at
      from (select date_bin(${step}, now(), timestamptz 'epoch') as last) l
    ), ended as (
      select date_bin(${step}, finished_at, timestamptz 'epoch') as at,
        count(*) filter (where status = 'complete')::int as complete,
        count(*) filter (where status = 'failed')::int as failed,
        count(*) filter (where status = 'cancelled')::int as cancelled,
        sum(pages_found)::float8 as pages_found
      from jobs
      where finished_at >= (select min(at) from stretch) and source <> 'canary'
      group by 1
    )
    select at, coalesce(complete, 0) as complete, coalesce(failed, 0) as failed,
      coalesce(cancelled, 0) as cancelled, coalesce(pages_found, 0) as pages_found
    from stretch left join ended using (at) order by at`.execute(db);
  return rows;
}
