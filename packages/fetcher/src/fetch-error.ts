import type { Outcome } from "@sitemap-scanner/contracts";

interface FetchErrorDetails {
  url: string | URL;
  httpStatus?: number | null;
  retryAfterMs?: number | null;
  cause?: unknown;
}

/**
 * Why a fetch gave no file, or no whole file: thrown by `fetch()` and while its body is iterated.
 * `code` is the outcome to record; the message holds no part of the URL, so it can be logged.
 */
export class FetchError extends Error {
  override readonly name = "FetchError";
  readonly code: Outcome;
  /** The status that the server answered with, when it was the status that failed the fetch. */
  readonly httpStatus: number | null;
  /** How long the server asks us to wait, in milliseconds, at most 15 minutes. */
  readonly retryAfterMs: number | null;
  /** The URL that failed, which after a redirect is not the one asked for. Without userinfo. */
  readonly url: string;

  constructor(code: Outcome, state: string, details: FetchErrorDetails) {
    super(`Cannot fetch the URL: ${state}`, "cause" in details ? { cause: details.cause } : {});
    this.code = code;
    this.httpStatus = details.httpStatus ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.url = withoutUserinfo(details.url);
  }
}

function withoutUserinfo(url: string | URL): string {
  const parsed = URL.parse(String(url));
  if (!parsed) return String(url);
  parsed.username = "";
  parsed.password = "";
  return parsed.href;
}
