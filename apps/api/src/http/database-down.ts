import { isDatabaseAway } from "@sitemap-scanner/database";
import { TimeoutError } from "@sitemap-scanner/runtime";

/** By SQLSTATE: what is no fault of the request. */
const PASSING = new Set([
  "42P01", // a table does not exist, as while a database is restored
  "55P03", // a lock was not to be had
  "57014", // a statement took too long
]);

/** Whether the same request may go through a little later, with nothing repaired in it. */
export function isDatabaseDown(error: Error): boolean {
  if (error instanceof TimeoutError || isDatabaseAway(error)) return true;
  return "code" in error && PASSING.has(String(error.code));
}
