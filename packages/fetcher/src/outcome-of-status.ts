import type { IncomingHttpHeaders } from "node:http";
import type { Outcome } from "@sitemap-scanner/contracts";
import { isBotChallenge } from "./bot-challenge.ts";

/** 420 and 430 are older and shop-platform spellings of 429. */
const RATE_LIMITED = new Set([420, 429, 430]);

/** Statuses of the 4xx range that pass: the server did not wait, or the connection was wrong. */
const PASSING = new Map<number, Outcome>([
  [407, "connection_error"],
  [408, "timeout"],
  [421, "connection_error"],
  [425, "server_error"],
]);

/**
 * What an answer means whose redirects are followed already.
 * @param conditional whether the request had a condition, so that 304 may be the answer
 * @returns null when the answer is the one hoped for: 2xx, or 304 to a condition
 */
export function outcomeOfStatus(
  status: number,
  headers: IncomingHttpHeaders,
  conditional: boolean,
): Outcome | null {
  if (isBotChallenge(headers)) return "blocked";
  if (status >= 200 && status < 300) return null;
  if (status === 304 && conditional) return null;
  if (status === 404) return "not_found";
  if (status === 410) return "gone";
  if (RATE_LIMITED.has(status)) return "rate_limited";
  if (status >= 400 && status < 500) return PASSING.get(status) ?? "forbidden";
  if (status >= 500 && status < 600) return "server_error";
  return "protocol_error";
}
