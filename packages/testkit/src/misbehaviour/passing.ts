import type { SiteAnswer, SiteHandler, SiteResponse } from "../site-response.ts";
import { answerWith } from "./answer-with.ts";

interface PassingOptions {
  /** `Retry-After` as sent: seconds, or a date. Default: no such header. */
  retryAfter?: number | string;
  /** Requests that are turned away. Default: all. */
  times?: number;
  /** What is answered after them. Default: an empty 200. */
  afterwards?: SiteResponse;
}

/** Answers 429, as often as it is told to. */
export function rateLimited(options: PassingOptions = {}): SiteHandler {
  return turningAway({ status: 429, body: "Slow down\n" }, options);
}

/** Answers 503, as often as it is told to. */
export function unavailable(options: PassingOptions = {}): SiteHandler {
  return turningAway({ status: 503, body: "Down for maintenance\n" }, options);
}

function turningAway(refusal: SiteAnswer, options: PassingOptions): SiteHandler {
  const { retryAfter, times = Infinity, afterwards = "" } = options;
  const headers = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  let refused = 0;
  return (request, response) => {
    if (refused >= times) return answerWith(afterwards, request, response);
    refused += 1;
    return { ...refusal, headers };
  };
}
