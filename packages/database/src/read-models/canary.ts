import { sql } from "kysely";
import type { Db } from "../database.ts";

/** How the canary does, by the clock of the database. */
export interface CanaryView {
  /** Since the end of the last one that was complete; null when none ever was. */
  age_seconds: number | null;
  /** From its creation to its end: what a scan of a tiny site takes now. */
  latency_seconds: number | null;
  /** Since the one that is under way was created; null when none is. */
  live_for_seconds: number | null;
}

/** Canaries are deleted after a while, but for the last complete one. */
export async function readCanary(db: Db): Promise<CanaryView> {
  const { rows } = await sql<CanaryView>`
    select extract(epoch from now() - last.finished_at)::float8 as age_seconds,
           extract(epoch from last.finished_at - last.created_at)::float8 as latency_seconds,
           extract(epoch from now() - live.created_at)::float8 as live_for_seconds
    from (select) one
    left join lateral (
      select created_at, finished_at from jobs
      where source = 'canary' and status = 'complete' order by finished_at desc limit 1) last on true
    left join lateral (
      select created_at from jobs
      where source = 'canary' and status in ('pending', 'running') order by created_at limit 1) live on true`.execute(
    db,
  );
  return rows[0] ?? { age_seconds: null, latency_seconds: null, live_for_seconds: null };
}
