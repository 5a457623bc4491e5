import { sql, type Selectable } from "kysely";
import type { Db } from "../database.ts";
import type { InvariantViolations } from "../schema/generated.ts";

export type ViolationView = Selectable<InvariantViolations>;

export interface WorkerView {
  id: string;
  host: string;
  pid: number;
  version: string;
  last_seen_at: Date;
  /** By the clock of the database, which also wrote `last_seen_at`. */
  seconds_since_seen: number;
  current_tasks: string[];
}

/** Answers as soon as the database does. */
export async function pingDatabase(db: Db): Promise<void> {
  await sql`select 1`.execute(db);
}

/** Breaches of the promises, oldest first. */
export function listViolations(db: Db, limit: number): Promise<ViolationView[]> {
  return db
    .selectFrom("invariant_violations")
    .selectAll()
    .orderBy("since")
    .orderBy("subject_id")
    .limit(limit)
    .execute();
}

/** Workers that did not say good-bye, last seen first. Those gone for over a day are left out. */
export function listWorkers(db: Db, limit: number): Promise<WorkerView[]> {
  return selectWorkers(db)
    .where("stopped_at", "is", null)
    .where("last_seen_at", ">", sql<Date>`now() - interval '1 day'`)
    .limit(limit)
    .execute();
}

/** Last seen first. */
export function selectWorkers(db: Db) {
  return db
    .selectFrom("workers")
    .select([
      "id",
      "host",
      "pid",
      "version",
      "last_seen_at",
      sql<number>`extract(epoch from now() - last_seen_at)::float8`.as("seconds_since_seen"),
      "current_tasks",
    ])
    .orderBy("last_seen_at", "desc")
    .orderBy("id");
}
