import { OUTCOMES, type Outcome } from "@sitemap-scanner/contracts";
import { FetchError, type Fetcher, type FetchResponse } from "@sitemap-scanner/fetcher";
import { normalizeUrl, readSitemap, type Entry, type ReadReport } from "@sitemap-scanner/sitemap";
import { holdBack } from "./hold-back.ts";
import { outcomeOf } from "./judge-sample.ts";
import { conditionsOf, type KnownFile } from "./known-file.ts";

const CONTENT_RANGE = /^bytes (\d+)-(\d+)\/(\d+)$/;

/** How one file went: what the server answered, and what was read out of it. */
export interface FileResult {
  outcome: Outcome;
  /** One sentence for people, or null when the outcome says it all. */
  detail: string | null;
  kind: ReadReport["kind"];
  finalUrl: string | null;
  /** The URLs that answered with a redirect, in order. */
  redirects: string[];
  httpStatus: number | null;
  contentType: string | null;
  etag: string | null;
  lastModified: string | null;
  /** Set when the server said when to come back, in ms. */
  retryAfterMs: number | null;
  /** Null when no body was read: also for `not_modified` and `loop`. */
  report: ReadReport | null;
}

/** Iterate it once for the entries, in arrays; `result` is complete when the loop has ended. */
export interface FileReading extends AsyncIterable<Entry[]> {
  readonly result: FileResult;
}

export interface ReadFileOptions {
  signal?: AbortSignal;
  headers?: Record<string, string>;
  /** What an earlier reading left. Unchanged since then: `not_modified`, and no entries. */
  known?: KnownFile;
  /**
   * Asked once, after the headers and before the body, with the normalised URL that answered: return
   * false to leave the body unread (outcome `loop`).
   */
  claimUrl?: (finalUrl: string) => Promise<boolean>;
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
    redirects: [],
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
  const { known, signal } = options;
  try {
    const headers = { ...options.headers, ...conditionsOf(known) };
    const response = await fetcher.fetch(url, { signal, headers });
    noteResponse(result, response);
    if (!(await isClaimed(response, options))) {
      result.outcome = "loop";
      result.detail = "Another file of the scan led to the same address";
      return;
    }
    const body = response.status === 304 ? null : await holdBack(response, known);
    if (body === null) noteUnchanged(result, known);
    else {
      yield* readBody(body, response, result);
      if (isPiece(response)) notePiece(result);
    }
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    await noteFailure(result, error);
  }
}

async function isClaimed(response: FetchResponse, { claimUrl }: ReadFileOptions): Promise<boolean> {
  if (!claimUrl) return true;
  let claimed = false;
  try {
    const final = normalizeUrl(response.url);
    claimed = await claimUrl("url" in final ? final.url : response.url);
  } finally {
    if (!claimed) response.discard();
  }
  return claimed;
}

async function* readBody(
  body: AsyncIterable<Uint8Array>,
  response: FetchResponse,
  result: FileResult,
): AsyncGenerator<Entry[]> {
  const { url, contentType, contentEncoding } = response;
  const reading = readSitemap(body, { url, contentType, contentEncoding });
  const { report } = reading;
  try {
    yield* reading;
  } finally {
    // Also after a break: the caller then knows the kind and what was read so far.
    result.report = report;
    result.kind = report.kind;
    result.outcome = report.outcome;
    result.detail = report.detail;
  }
}

/** The server had more than it sent: a part of the file, or a body longer than it said. */
function isPiece({ status, headers, hasExcess }: FetchResponse): boolean {
  if (status !== 206) return hasExcess;
  const [, first, last, size] = CONTENT_RANGE.exec(String(headers["content-range"])) ?? [];
  return first !== "0" || Number(last) + 1 !== Number(size);
}

function notePiece(result: FileResult): void {
  if (OUTCOMES[result.outcome].fate !== "read") return;
  result.outcome = "ok_partial";
  result.detail ??= "The server sent a piece of the file";
}

function noteResponse(result: FileResult, response: FetchResponse): void {
  result.finalUrl = response.url;
  result.redirects = response.redirects;
  result.httpStatus = response.status;
  result.contentType = response.contentType;
  result.etag = response.etag;
  result.lastModified = response.lastModified;
}

/** A 304 need not repeat what stays as it was. */
function noteUnchanged(result: FileResult, known: KnownFile | undefined): void {
  result.outcome = "not_modified";
  result.etag ??= known?.etag ?? null;
  result.lastModified ??= known?.lastModified ?? null;
}

async function noteFailure(result: FileResult, error: FetchError): Promise<void> {
  result.outcome = await outcomeOf(error);
  result.detail = error.message;
  result.httpStatus = error.httpStatus ?? result.httpStatus;
  result.contentType ??= error.contentType;
  result.retryAfterMs = error.retryAfterMs;
}
