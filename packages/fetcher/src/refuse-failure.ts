import { FetchError } from "./fetch-error.ts";
import type { Landing } from "./follow-redirects.ts";
import { leaveUnread } from "./leave-unread.ts";
import { outcomeOfStatus } from "./outcome-of-status.ts";
import { readSample } from "./read-sample.ts";
import { retryAfterMs } from "./retry-after.ts";

const CONDITIONS = ["if-none-match", "if-modified-since"];

/** With these, what answers may be a guard in front of the site, and its page tells. */
const MAY_BE_CHALLENGE = new Set([401, 403, 405, 420, 429, 430, 503]);

/**
 * Fails the fetch unless its answer is the one hoped for.
 * @param sent the headers of the request, which may hold a condition
 * @throws {FetchError} the outcome of the status, or the reason of `signal` when it is a cancel
 */
export async function refuseFailure(
  { stream, response, url }: Landing,
  sent: Record<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const { headers, statusCode: status = 0 } = response;
  const conditional = CONDITIONS.some((name) => name in sent);
  const outcome = outcomeOfStatus(status, headers, conditional);
  if (outcome === null) return;
  const details = {
    url,
    httpStatus: status,
    retryAfterMs: retryAfterMs(headers, Date.now()),
  };
  if (!MAY_BE_CHALLENGE.has(status)) {
    leaveUnread(stream);
    throw new FetchError(outcome, `the server answered ${status}`, details);
  }
  const page = {
    sample: await readSample(stream),
    sampleEncoding: headers["content-encoding"] ?? null,
    contentType: headers["content-type"] ?? null,
  };
  // Our own deadlines change nothing of the answer; who cancels is not told of it.
  if (isCancel(signal.reason)) throw signal.reason;
  throw new FetchError(outcome, `the server answered ${status}`, { ...details, page });
}

function isCancel(reason: unknown): reason is FetchError {
  return reason instanceof FetchError && reason.code === "cancelled";
}
