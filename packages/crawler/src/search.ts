import type { Outcome } from "@sitemap-scanner/contracts";
import type { Fetcher } from "@sitemap-scanner/fetcher";
import type { FindSitemapsInput, Probe } from "./discovery.ts";

/** One call of `findSitemaps` under way: what it asks with, and what it has asked so far. */
export class Search {
  readonly fetcher: Fetcher;
  readonly userAgent: string;
  readonly signal: AbortSignal | undefined;
  /** Path and query of the deep URL that was asked for, from "/" on; null for the home page. */
  readonly path: string | null;
  readonly tried: Probe[] = [];

  constructor(fetcher: Fetcher, { userAgent, signal, path }: FindSitemapsInput) {
    this.fetcher = fetcher;
    this.userAgent = userAgent;
    this.signal = signal;
    const rooted = path?.startsWith("/") ? path : `/${path ?? ""}`;
    this.path = rooted === "/" ? null : rooted;
  }

  note(url: string, outcome: Outcome, note: string): void {
    this.tried.push({ url, outcome, note });
  }

  /** Whether this call has asked for the URL already. */
  hasTried(url: string): boolean {
    return this.tried.some((probe) => probe.url === url);
  }
}
