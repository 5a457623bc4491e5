import { sql } from "kysely";
import type { Db } from "../database.ts";

/** What the intake may do now: fewer than `max` of the jobs that it added are live; a domain is queued. */
export async function lookAtIntake(
  db: Db,
  max: number,
): Promise<{ hasRoom: boolean; hasQueued: boolean }> {
  const { rows } = await sql<{ hasRoom: boolean; hasQueued: boolean }>`
    select exists (select from domains where sitemap_analysis_status = 'queued') as "hasQueued",
      ${max} > (select count(*) from (
        select from jobs where source = 'intake' and status in ('pending', 'running') limit ${max}) live) as "hasRoom"`.execute(
    db,
  );
  return rows[0] ?? { hasRoom: false, hasQueued: false };
}
