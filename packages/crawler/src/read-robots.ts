import type { FetchError, FetchResponse } from "@sitemap-scanner/fetcher";
import { decompressBeginning, parseRobots, type Robots } from "@sitemap-scanner/sitemap";
import { asFailure, describe, isPassing, isSilence } from "./failure.ts";
import { isBotChallenge, outcomeOf } from "./judge-sample.ts";
import { otherOrigins } from "./origins.ts";
import { readBeginning } from "./read-beginning.ts";
import type { Search } from "./search.ts";

/** RFC 9309, 2.5: a crawler reads at least this much of robots.txt; we read no more. */
const ROBOTS_MAX_BYTES = 500 * 1024;

/** A site that asks for more is still asked this often. */
const MAX_CRAWL_DELAY_MS = 30_000;

/** What robots.txt of one origin says; nothing where it has none. */
export interface RobotsReading {
  sitemaps: string[];
  crawlDelayMs: number | null;
  /** Whether we may fetch a URL of this origin. Of others it says nothing: true. */
  isAllowed(url: string): boolean;
  /** The origins that it was redirected to, in order; the last one answered. */
  ledTo: string[];
  /** Whether it was found at `/robots.txt` of where it led to: then other paths will be, too. */
  keepsPaths: boolean;
  /** Why it could not be read (to its end), when another try may go better. */
  failure: FetchError | null;
}

const NO_ROBOTS: Omit<RobotsReading, "ledTo"> = {
  sitemaps: [],
  crawlDelayMs: null,
  isAllowed: () => true,
  keepsPaths: false,
  failure: null,
};

/**
 * Reads robots.txt and notes what came back.
 *
 * @param isAgain an earlier call has taken its sitemaps: it is read for its rules
 * @throws FetchError when the origin does not answer at all
 */
export async function readRobots(
  search: Search,
  origin: string,
  isAgain: boolean,
): Promise<RobotsReading> {
  const url = `${origin}/robots.txt`;
  let response: FetchResponse;
  try {
    response = await search.fetcher.fetch(url, { signal: search.signal });
  } catch (error) {
    return await withoutRobots(search, origin, asFailure(error));
  }
  const ledTo = otherOrigins(origin, [...response.redirects, response.url]);
  const { bytes, isCut, failure } = await readBeginning(response, ROBOTS_MAX_BYTES);
  const { contentEncoding } = response;
  const text = await decompressBeginning(bytes, contentEncoding, ROBOTS_MAX_BYTES);
  const isWhole = !isCut && text.length < ROBOTS_MAX_BYTES;
  const robots = parseRobots(isWhole ? text : wholeLines(text), response.url, search.userAgent);
  if (!robots.isRobots && failure === null) {
    const isChallenge = await isBotChallenge(bytes, response);
    if (isChallenge) search.note(url, "blocked", "a bot challenge, not a robots.txt");
    else search.note(url, "not_a_sitemap", `${isMarkup(text) ? "HTML" : "JSON"}, not a robots.txt`);
    return { ...NO_ROBOTS, ledTo };
  }
  if (failure) search.note(url, failure.code, `${describe(failure)}, ${tell(robots)} before`);
  else search.note(url, "ok", isAgain ? "read again for its rules" : tell(robots));
  return {
    sitemaps: robots.sitemaps,
    crawlDelayMs: toDelayMs(robots.crawlDelaySeconds),
    isAllowed: (target) => robots.isAllowed(asAnswered(target, origin, response.url)),
    ledTo,
    keepsPaths: new URL(response.url).pathname === "/robots.txt",
    failure,
  };
}

async function withoutRobots(
  search: Search,
  origin: string,
  error: FetchError,
): Promise<RobotsReading> {
  const url = `${origin}/robots.txt`;
  const outcome = await outcomeOf(error);
  const isMissing = outcome === "not_found" || outcome === "gone";
  search.note(url, outcome, isMissing ? "there is none" : describe(error));
  if (isSilence(error, origin)) throw error;
  const ledTo = otherOrigins(origin, [error.url]);
  return {
    ...NO_ROBOTS,
    ledTo,
    keepsPaths: URL.parse(error.url)?.pathname === "/robots.txt",
    failure: isPassing(outcome) ? error : null,
  };
}

function isMarkup(text: Buffer): boolean {
  return text.includes("<");
}

function tell({ sitemaps: { length } }: Robots): string {
  if (length === 0) return "names none";
  return length === 1 ? "names 1 sitemap" : `names ${length} sitemaps`;
}

/** A URL in a line that is cut off would be another one. */
function wholeLines(bytes: Buffer): Buffer {
  const end = Math.max(bytes.lastIndexOf("\n"), bytes.lastIndexOf("\r"));
  // In UTF-16 the end of a line has two bytes.
  return bytes.subarray(0, bytes[end + 1] === 0 ? end + 2 : end + 1);
}

function toDelayMs(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(Math.min(seconds * 1_000, MAX_CRAWL_DELAY_MS));
}

/** RFC 9309, 2.3.1.2: the rules hold for the origin that was asked, wherever they were found. */
function asAnswered(target: string, origin: string, robotsUrl: string): string {
  const { origin: of, pathname, search } = new URL(target);
  return of === origin ? new URL(pathname + search, robotsUrl).href : target;
}
