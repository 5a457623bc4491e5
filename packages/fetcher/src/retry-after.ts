import type { IncomingHttpHeaders } from "node:http";

/** No server makes us wait longer than this: 15 minutes. */
const LONGEST_WAIT_MS = 15 * 60 * 1000;
/** "At once" and "a while ago" still are a wait: else two hasty machines would keep each other busy. */
const LEAST_WAIT_MS = 1_000;

/**
 * Reads `Retry-After` in both forms, seconds and HTTP date. A date is by the server's clock, and so it is
 * the server's `Date` that it is counted from: ours may be another.
 * @param now milliseconds since the epoch, for a server that does not tell its time
 * @returns milliseconds to wait, from 1 second to 15 minutes; null when absent or unreadable
 */
export function retryAfterMs(
  headers: Pick<IncomingHttpHeaders, "retry-after" | "date">,
  now: number,
): number | null {
  const text = headers["retry-after"]?.trim() ?? "";
  const wait = /^\d+$/.test(text)
    ? Number(text) * 1000
    : parseHttpDate(text) - serverTime(headers.date, now);
  if (Number.isNaN(wait)) return null;
  return Math.min(Math.max(wait, LEAST_WAIT_MS), LONGEST_WAIT_MS);
}

function serverTime(date: string | undefined, now: number): number {
  const told = parseHttpDate(date?.trim() ?? "");
  return Number.isNaN(told) ? now : told;
}

// `Date.parse` reads nearly anything as a date ("1.5" is the fifth of January), and takes the
// oldest HTTP form, which names no zone, for local time.
function parseHttpDate(text: string): number {
  if (!/^[a-z]{3,9},? /i.test(text)) return Number.NaN;
  return Date.parse(/\b(?:GMT|UTC)$|[+-]\d{4}$/i.test(text) ? text : `${text} GMT`);
}
