import { isNativeError } from "node:util/types";

/** By SQLSTATE or system error code: the database cannot be reached, or turns everybody away. */
const AWAY_CODES = new Set([
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
  "3D000", // does not exist, as between its end and its restore
  "53300", // too many connections
  "57P01", // shutting down
  "57P02", // crashed
  "57P03", // starting up
]);

/** pg has no code for these. */
const AWAY_MESSAGES =
  /^(?:timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|The database has been silent)/;

/** Whether the same statement may go through a little later, with nothing repaired in it. */
export function isDatabaseAway(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  if (AWAY_MESSAGES.test(error.message)) return true;
  return "code" in error && AWAY_CODES.has(String(error.code));
}
