import type { Outcome } from "@sitemap-scanner/contracts";

export type SearchStep = "robots" | "well_known" | "html";

/** Where a search goes on. */
export interface SearchPosition {
  origin: string;
  step: SearchStep;
}

export interface FoundSitemap {
  url: string;
  via: "request" | "robots" | "well_known" | "html";
}

/** One request, or one that was left out, and what came back. */
export interface Probe {
  url: string;
  outcome: Outcome;
  /** For people: "names 2 sitemaps", "HTML, not a sitemap", "disallowed by robots.txt", … */
  note: string;
}

export interface Discovery {
  sitemaps: FoundSitemap[];
  /** What robots.txt asks for between two requests, in ms, at most 30,000; null when nothing. */
  crawlDelayMs: number | null;
  /** Of this call only, in order. */
  tried: Probe[];
  /** The origin whose sitemaps these are; null when none answered or the request named them. */
  origin: string | null;
  /** Where to go on when none of these reads as a sitemap; null: everything was tried. */
  next: SearchPosition | null;
}

export interface FindSitemapsInput {
  /** Canonical authority: host, plus the port if it is not the scheme's default. */
  domain: string;
  /** Tried first; a bare domain (null) is tried on https first. */
  scheme: "http" | "https" | null;
  /** Path and query of the deep URL that was asked for, e.g. "/en/about"; null for the home page. */
  path?: string | null;
  /** When given, these are the sitemaps and nothing is searched for. */
  sitemapUrls?: readonly string[];
  /** Go on from here instead of from the beginning: the `next` of an earlier call. */
  from?: SearchPosition | null;
  /**
   * A robots.txt that fails in a way worth retrying (5xx, 429, timeout, …): "throw" its FetchError,
   * or "go_on" without it, noted.
   */
  onRobotsFailure: "throw" | "go_on";
  /** Our own name in robots.txt, as in the User-Agent header. */
  userAgent: string;
  signal?: AbortSignal;
}
