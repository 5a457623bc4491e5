import { sql } from "kysely";
import type { Db } from "../database.ts";
import { areEndedJobsEstimated, countEndedJobs, countLiveJobs } from "./metrics.ts";

export interface JobCountsView {
  pending: number;
  running: number;
  complete: number;
  failed: number;
  cancelled: number;
  /** Those that have ended are what the statistics of Postgres say. */
  estimated: boolean;
}

/** Of all domains, without canaries. */
export async function countJobs(db: Db): Promise<JobCountsView> {
  const live = await countLiveJobs(db);
  const amountOf = (status: string) => live.find((jobs) => jobs.status === status)?.amount ?? 0;
  return {
    pending: amountOf("pending"),
    running: amountOf("running"),
    ...(await countEndedJobs(db)),
    estimated: await areEndedJobsEstimated(db),
  };
}

/**
 * Of one domain, exactly; 0 of one that is unknown.
 * @param domain canonical authority
 */
export async function countJobsOfDomain(db: Db, domain: string): Promise<JobCountsView> {
  const { rows } = await sql<Omit<JobCountsView, "estimated">>`
    select ${countOf("pending")} as pending, ${countOf("running")} as running, ${countOf("complete")} as complete,
      ${countOf("failed")} as failed, ${countOf("cancelled")} as cancelled
    from jobs where source <> 'canary' and domain_id = (select id from domains where domain = ${domain})`.execute(
    db,
  );
  const [counts] = rows;
  if (!counts) throw new Error("Cannot count the jobs of a domain: the database gave no row");
  return { ...counts, estimated: false };
}

function countOf(status: string) {
  return sql`count(*) filter (where status = ${status})::int`;
}
