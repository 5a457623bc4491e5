import { TimeoutError } from "@sitemap-scanner/runtime";

/** By SQLSTATE or system error code: the database cannot be reached, or turns everybody away. */
const DOWN_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ETIMEDOUT",
  "EPIPE",
  "08000", // connection exception
  "08003", // connection does not exist
  "08006", // connection failure
  "25006", // read-only
  "53300", // too many connections
  "55P03", // lock not available in time
  "57014", // statement timeout
  "57P01", // shutting down
  "57P02", // crashed
  "57P03", // starting up
]);

/** pg has no code for these two. */
const DOWN_MESSAGES = /^(?:timeout exceeded when trying to connect|Connection terminated)/;

/** Whether the same request may go through a little later, with nothing repaired in it. */
export function isDatabaseDown(error: Error): boolean {
  if (error instanceof TimeoutError || DOWN_MESSAGES.test(error.message)) return true;
  return "code" in error && DOWN_CODES.has(String(error.code));
}
