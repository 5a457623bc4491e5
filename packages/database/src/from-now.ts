import { sql } from "kysely";

/** A time by the clock of the database. @param ms from now on; negative for the past */
export function fromNow(ms: number) {
  return sql<Date>`now() + ${ms}::float8 * interval '1 millisecond'`;
}
