import { sql } from "kysely";
import type { Db } from "../database.ts";

/** A transition of a job. */
export interface JobTransitionView {
  id: string;
  at: Date;
  job_id: string;
  domain: string;
  from_status: string | null;
  to_status: string;
  reason: string | null;
  actor: string;
}

/** Transitions of all jobs, newest first. Without canaries. */
export async function listRecentEvents(
  db: Db,
  { beforeId, limit }: { beforeId?: string | undefined; limit: number },
): Promise<JobTransitionView[]> {
  const { rows } = await sql<JobTransitionView>`
    select e.id, e.at, e.job_id, d.domain, e.from_status, e.to_status, e.reason, e.actor
    from job_events e join jobs j on j.job_id = e.job_id join domains d on d.id = j.domain_id
    where e.task_id is null and j.source <> 'canary'
      and (${beforeId ?? null}::bigint is null or e.id < ${beforeId ?? null}::bigint)
    order by e.id desc limit ${limit}`.execute(db);
  return rows;
}
