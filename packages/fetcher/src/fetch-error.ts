import type { Outcome } from "@sitemap-scanner/contracts";

interface FetchErrorDetails {
  url: string | URL;
  httpStatus?: number | null;
  retryAfterMs?: number | null;
  page?: RefusalPage;
  cause?: unknown;
}

/** What came with a status that refuses, for those who can tell a bot challenge by its page. */
export interface RefusalPage {
  /** The first bytes of the body as received, at most 16 KiB; null when none came. */
  readonly sample: Uint8Array | null;
  /** `Content-Encoding`: what those bytes are still encoded with. */
  readonly sampleEncoding: string | null;
  /** `Content-Type`. */
  readonly contentType: string | null;
}

/**
 * Why a fetch gave no file, or no whole file: thrown by `fetch()` and while its body is iterated.
 * `code` is the outcome to record; the message holds no part of the URL, so it can be logged.
 */
export class FetchError extends Error implements RefusalPage {
  override readonly name = "FetchError";
  readonly code: Outcome;
  /** The status that the server answered with, when it was the status that failed the fetch. */
  readonly httpStatus: number | null;
  /** How long the server asks us to wait, in milliseconds, from 1 second to 15 minutes. */
  readonly retryAfterMs: number | null;
  /** These three are null but for 401, 403, 405, 420, 429, 430 and 503. */
  readonly sample: Uint8Array | null;
  readonly sampleEncoding: string | null;
  readonly contentType: string | null;
  /** The URL that failed, which after a redirect is not the one asked for. Without userinfo. */
  readonly url: string;

  constructor(code: Outcome, state: string, details: FetchErrorDetails) {
    super(`Cannot fetch the URL: ${state}`, "cause" in details ? { cause: details.cause } : {});
    this.code = code;
    this.httpStatus = details.httpStatus ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.sample = details.page?.sample ?? null;
    this.sampleEncoding = details.page?.sampleEncoding ?? null;
    this.contentType = details.page?.contentType ?? null;
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
