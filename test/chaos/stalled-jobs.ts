import type { PostgresServer } from "./servers.ts";

export interface StalledJob {
  job_id: string;
  status: string;
  /** For so many seconds. */
  still: number;
}

/**
 * Live jobs that have not moved for so many seconds although they could. To wait behind others that move
 * is no stall: nothing may be moving at all, or a task that was due 10 s later must have been started.
 */
export function listStalledJobs(postgres: PostgresServer, seconds: number): Promise<StalledJob[]> {
  return postgres.query<StalledJob>(
    `select job_id, status, still from jobs j
     cross join lateral (
       select min(available_at) as due from tasks t where t.job_id = j.job_id and t.status = 'pending') pending
     cross join lateral (
       select extract(epoch from clock_timestamp() - greatest(
         (select max(at) from job_events e where e.job_id = j.job_id), updated_at, due))::float8 as still) since
     where status in ('pending', 'running') and still > $1
       -- Follows from the line above, and spares the histories of those that have just moved.
       and updated_at < clock_timestamp() - $1 * interval '1 second' and (
       due is null
       or not exists (select from job_events where at > now() - interval '30 seconds' and to_status = 'running')
       or exists (
         select from tasks mine join tasks other using (kind)
         where mine.job_id = j.job_id and mine.status = 'pending' and mine.available_at = due
           and other.available_at > due + interval '10 seconds' and other.status not in ('held', 'pending')
           and other.started_at is not null))`,
    [seconds],
  );
}
