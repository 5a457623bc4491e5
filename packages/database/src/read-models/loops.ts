import { sql } from "kysely";
import type { Db } from "../database.ts";

export interface LoopView {
  name: string;
  /** Null when it has begun and never succeeded. */
  succeeded_at: Date | null;
  /** By the clock of the database, which also wrote `succeeded_at`. */
  seconds_since_success: number | null;
  detail: unknown;
}

/** Every loop that has ever begun, by name. */
export function listLoops(db: Db): Promise<LoopView[]> {
  return db
    .selectFrom("loops")
    .select([
      "name",
      "succeeded_at",
      sql<number | null>`extract(epoch from now() - succeeded_at)::float8`.as(
        "seconds_since_success",
      ),
      "detail",
    ])
    .orderBy("name")
    .execute();
}
