import type { Outcome } from "@sitemap-scanner/contracts";
import { FetchError, type Fetcher, type FetchResponse } from "@sitemap-scanner/fetcher";
import { readSitemap, type Entry, type ReadReport } from "@sitemap-scanner/sitemap";

/** How one file went: what the server answered, and what was read out of it. */
export interface FileResult {
  outcome: Outcome;
  /** One sentence for people, or null when the outcome says it all. */
  detail: string | null;
  kind: ReadReport["kind"];
  finalUrl: string | null;
  httpStatus: number | null;
  contentType: string | null;
  etag: string | null;
  lastModified: string | null;
  /** Set when the server said when to come back, in ms. */
  retryAfterMs: number | null;
  /** Null when no body came. */
  report: ReadReport | null;
}

/** Iterate it once for the entries, in arrays; `result` is complete when the loop has ended. */
export interface FileReading extends AsyncIterable<Entry[]> {
  readonly result: FileResult;
}

export interface ReadFileOptions {
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

/**
 * Fetches one sitemap file and reads it as a stream: the next bytes are taken from the socket only
 * when the entries before them have been consumed. Faults of the site are no exceptions: they are
 * the `outcome` of the result, and the entries read before them have been yielded. Breaking out of
 * the loop ends the download.
 */
export function readSitemapFile(
  fetcher: Fetcher,
  url: string,
  options: ReadFileOptions = {},
): FileReading {
  const result: FileResult = {
    outcome: "internal_error",
    detail: null,
    kind: "unknown",
    finalUrl: null,
    httpStatus: null,
    contentType: null,
    etag: null,
    lastModified: null,
    retryAfterMs: null,
    report: null,
  };
  return { result, [Symbol.asyncIterator]: () => read(fetcher, url, options, result) };
}

async function* read(
  fetcher: Fetcher,
  url: string,
  options: ReadFileOptions,
  result: FileResult,
): AsyncGenerator<Entry[]> {
  let report: ReadReport | undefined;
  try {
    const response = await fetcher.fetch(url, options);
    noteResponse(result, response);
    const { contentType, contentEncoding } = response;
    const reading = readSitemap(response.body, { url: response.url, contentType, contentEncoding });
    report = reading.report;
    yield* reading;
    result.outcome = reading.report.outcome;
    result.detail = reading.report.detail;
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    result.outcome = error.code;
    result.detail = error.message;
    result.httpStatus = error.httpStatus ?? result.httpStatus;
    result.retryAfterMs = error.retryAfterMs;
  } finally {
    // Also after a break: the caller then knows the kind and what was read so far.
    if (report) {
      result.report = report;
      result.kind = report.kind;
      if (result.outcome === "internal_error") result.outcome = report.outcome;
    }
  }
}

function noteResponse(result: FileResult, response: FetchResponse): void {
  result.finalUrl = response.url;
  result.httpStatus = response.status;
  result.contentType = response.contentType;
  result.etag = response.etag;
  result.lastModified = response.lastModified;
}
