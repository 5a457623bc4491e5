import { isDatabaseAway } from "@sitemap-scanner/database";
import { TimeoutError } from "@sitemap-scanner/runtime";

/** By SQLSTATE: a lock was not to be had, or a statement took too long. */
const TOO_SLOW = new Set(["55P03", "57014"]);

/** Whether the same request may go through a little later, with nothing repaired in it. */
export function isDatabaseDown(error: Error): boolean {
  if (error instanceof TimeoutError || isDatabaseAway(error)) return true;
  return "code" in error && TOO_SLOW.has(String(error.code));
}
