import { sql } from "kysely";
import type { Db } from "../database.ts";

/** Whether fewer than `max` of the jobs that the intake added are live. */
export async function hasIntakeRoom(db: Db, max: number): Promise<boolean> {
  const { rows } = await sql<{ live: number }>`
    select count(*)::int as live from (
      select from jobs where source = 'intake' and status in ('pending', 'running') limit ${max}) live`.execute(
    db,
  );
  return (rows[0]?.live ?? 0) < max;
}
