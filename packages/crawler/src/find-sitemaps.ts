import { FetchError, type Fetcher } from "@sitemap-scanner/fetcher";
import { normalizeUrl, parseRobots } from "@sitemap-scanner/sitemap";
import type { Outcome } from "@sitemap-scanner/contracts";
import { readAtMost } from "./read-at-most.ts";
import { readSitemapFile } from "./read-sitemap-file.ts";

/** Tried in this order, and only when robots.txt named nothing. */
const WELL_KNOWN_PATHS = [
  "/sitemap.xml",
  "/sitemap_index.xml",
  "/sitemap-index.xml",
  "/wp-sitemap.xml",
  "/sitemap.xml.gz",
  "/sitemap_index.xml.gz",
  "/sitemap-index.xml.gz",
  "/sitemap/sitemap.xml",
  "/sitemap/sitemap-index.xml",
  "/sitemap",
  "/sitemaps.xml",
  "/sitemap1.xml",
  "/sitemap-0.xml",
  "/sitemap.txt",
  "/sitemap.php",
  "/sitemap_news.xml",
  "/sitemap-news.xml",
  "/sitemap_news.xml.gz",
  "/.sitemap.xml",
  "/admin/config/search/xmlsitemap",
];

/** RFC 9309, 2.5: a crawler reads at least this much of robots.txt; we read no more. */
const ROBOTS_MAX_BYTES = 500 * 1024;

/** A site that asks for more is still asked this often. */
const MAX_CRAWL_DELAY_MS = 30_000;

export interface FoundSitemap {
  url: string;
  via: "request" | "robots" | "well_known";
}

/** One request of the search and what came back. */
export interface Probe {
  url: string;
  outcome: Outcome;
  /** For people: "names 2 sitemaps", "HTML page", … */
  note: string;
}

export interface Discovery {
  sitemaps: FoundSitemap[];
  /** What robots.txt asks for between two requests, or null. */
  crawlDelayMs: number | null;
  tried: Probe[];
}

export interface FindSitemapsInput {
  /** Canonical authority: host, plus the port if it is not the scheme's default. */
  domain: string;
  /** The scheme the site was asked for with; a bare domain is tried on https, then http. */
  scheme: "http" | "https" | null;
  /** When given, these are the sitemaps and nothing is searched for. */
  sitemapUrls?: readonly string[];
  signal?: AbortSignal;
}

/**
 * Finds the root sitemaps of a site: those asked for, else those of robots.txt, else the first
 * well-known path that reads as a sitemap.
 *
 * @returns an empty `sitemaps` when there are none; `tried` says what was looked at
 * @throws FetchError when the site could not be reached on any scheme, or was asked to stop by the
 *   signal; a signal may also throw its own reason
 */
export async function findSitemaps(fetcher: Fetcher, input: FindSitemapsInput): Promise<Discovery> {
  if (input.sitemapUrls && input.sitemapUrls.length > 0) {
    return { sitemaps: asFound(input.sitemapUrls, "request"), crawlDelayMs: null, tried: [] };
  }
  const tried: Probe[] = [];
  let lastError: FetchError | undefined;
  for (const scheme of schemesToTry(input.scheme)) {
    try {
      return await searchOrigin(fetcher, `${scheme}://${input.domain}`, tried, input.signal);
    } catch (error) {
      if (!(error instanceof FetchError) || error.code === "cancelled") throw error;
      lastError = error;
    }
  }
  // Both schemes were tried, so there is an error to report.
  throw lastError ?? new TypeError("Cannot search a site: no scheme to try");
}

/** In their normal form, which is what tells one file from another. */
function asFound(urls: readonly string[], via: FoundSitemap["via"]): FoundSitemap[] {
  return urls.flatMap((text) => {
    const normal = normalizeUrl(text);
    return "url" in normal ? [{ url: normal.url, via }] : [];
  });
}

function schemesToTry(asked: "http" | "https" | null): ("http" | "https")[] {
  return asked === "http" ? ["http", "https"] : ["https", "http"];
}

/** @throws FetchError when the origin does not answer at all */
async function searchOrigin(
  fetcher: Fetcher,
  origin: string,
  tried: Probe[],
  signal: AbortSignal | undefined,
): Promise<Discovery> {
  const robots = await readRobots(fetcher, origin, tried, signal);
  if (robots.sitemaps.length > 0) {
    const sitemaps = asFound(robots.sitemaps, "robots");
    return { sitemaps, crawlDelayMs: robots.crawlDelayMs, tried };
  }
  const found = await probeWellKnown(fetcher, origin, tried, signal);
  return {
    sitemaps: found ? [{ url: found, via: "well_known" }] : [],
    crawlDelayMs: robots.crawlDelayMs,
    tried,
  };
}

async function readRobots(
  fetcher: Fetcher,
  origin: string,
  tried: Probe[],
  signal: AbortSignal | undefined,
): Promise<{ sitemaps: string[]; crawlDelayMs: number | null }> {
  const url = `${origin}/robots.txt`;
  try {
    const response = await fetcher.fetch(url, { signal });
    const robots = parseRobots(await readAtMost(response, ROBOTS_MAX_BYTES), response.url);
    const count = robots.sitemaps.length;
    tried.push({ url, outcome: "ok", note: count === 0 ? "names none" : `names ${count}` });
    return { sitemaps: robots.sitemaps, crawlDelayMs: crawlDelayMs(robots.crawlDelaySeconds) };
  } catch (error) {
    noteFailure(error, url, tried);
    if (siteUnreachable(error)) throw error;
    return { sitemaps: [], crawlDelayMs: null };
  }
}

function crawlDelayMs(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(Math.min(seconds * 1_000, MAX_CRAWL_DELAY_MS));
}

async function probeWellKnown(
  fetcher: Fetcher,
  origin: string,
  tried: Probe[],
  signal: AbortSignal | undefined,
): Promise<string | null> {
  for (const path of WELL_KNOWN_PATHS) {
    const url = `${origin}${path}`;
    if (await readsAsSitemap(fetcher, url, tried, signal)) return url;
  }
  return null;
}

/** Reads until the kind is certain, and no further. */
async function readsAsSitemap(
  fetcher: Fetcher,
  url: string,
  tried: Probe[],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const reading = readSitemapFile(fetcher, url, { signal });
  for await (const _entries of reading) break;
  const { kind, outcome, detail } = reading.result;
  signal?.throwIfAborted();
  tried.push({ url, outcome, note: detail ?? kind });
  return kind !== "unknown" && outcome !== "not_a_sitemap";
}

function noteFailure(error: unknown, url: string, tried: Probe[]): void {
  if (!(error instanceof FetchError) || error.code === "cancelled") throw error;
  tried.push({ url, outcome: error.code, note: error.message });
}

/** The host itself did not answer, so no other path of it will. */
function siteUnreachable(error: unknown): boolean {
  if (!(error instanceof FetchError)) return false;
  return (
    error.httpStatus === null &&
    ["dns_error", "tls_error", "connection_error", "timeout", "target_not_public"].includes(
      error.code,
    )
  );
}
