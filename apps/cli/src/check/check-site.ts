import { type Outcome, OUTCOMES } from "@sitemap-scanner/contracts";
import { findSitemaps, type Probe, readSitemapFile } from "@sitemap-scanner/crawler";
import type { Fetcher } from "@sitemap-scanner/fetcher";
import { setTimeout as sleep } from "node:timers/promises";
import type { Site } from "./site-argument.ts";

/** What robots.txt may ask for between two files, at most. */
const LONGEST_DELAY_MS = 30_000;

export interface CheckLimits {
  maxFiles: number;
  /** Indexes above a file, at most: 0 reads the roots alone. */
  maxDepth: number;
}

/** How one sitemap file went. */
export interface CheckedFile {
  url: string;
  final_url: string | null;
  depth: number;
  kind: string;
  outcome: Outcome;
  /** What happened; null when the outcome says it all. */
  detail: string | null;
  /** What to do about it. */
  advice: string;
  http_status: number | null;
  entries: number;
  bytes: number;
  /** Reason → count of what was wrong with entries. */
  rejected: Record<string, number>;
}

export interface CheckReport {
  domain: string;
  /** What the search for sitemaps looked at. */
  tried: Probe[];
  files: CheckedFile[];
  /** Entries that are pages; one that several files list counts each time. */
  page_entries: number;
  /** Files that a limit kept from being read. */
  skipped: number;
}

interface Pending {
  url: string;
  depth: number;
}

/**
 * Finds and reads the sitemaps of a site, one file after the other, with nothing but a fetcher.
 * @param onFile told before each file is read
 * @throws {FetchError} when the site cannot be reached at all
 */
export async function checkSite(
  fetcher: Fetcher,
  site: Site,
  limits: CheckLimits,
  onFile: (url: string) => void,
): Promise<CheckReport> {
  const { domain, scheme, url } = site;
  const asked = url === null ? {} : { sitemapUrls: [url] };
  const { sitemaps, tried, crawlDelayMs } = await findSitemaps(fetcher, {
    domain,
    scheme,
    ...asked,
  });
  const report: CheckReport = { domain, tried, files: [], page_entries: 0, skipped: 0 };
  const queue = new Queue(limits, report);
  for (const { url } of sitemaps) queue.add({ url, depth: 0 });
  for (let next = queue.take(); next; next = queue.take()) {
    if (report.files.length > 0) await sleep(Math.min(crawlDelayMs ?? 0, LONGEST_DELAY_MS));
    onFile(next.url);
    report.files.push(await readOne(fetcher, next, queue, report));
  }
  return report;
}

/** Whether entries could be read from a file, or it is sound and has none. */
export function isRead({ outcome }: CheckedFile): boolean {
  return OUTCOMES[outcome].fate === "read";
}

/** The files still to be read: each once, and no more than the limits allow. */
class Queue {
  readonly #limits: CheckLimits;
  readonly #report: CheckReport;
  readonly #known = new Set<string>();
  readonly #waiting: Pending[] = [];

  constructor(limits: CheckLimits, report: CheckReport) {
    this.#limits = limits;
    this.#report = report;
  }

  add(file: Pending): void {
    if (this.#known.has(file.url)) return;
    if (this.#known.size < this.#limits.maxFiles && file.depth <= this.#limits.maxDepth) {
      this.#known.add(file.url);
      this.#waiting.push(file);
    } else {
      this.#report.skipped++;
    }
  }

  take(): Pending | undefined {
    return this.#waiting.shift();
  }
}

async function readOne(
  fetcher: Fetcher,
  { url, depth }: Pending,
  queue: Queue,
  report: CheckReport,
): Promise<CheckedFile> {
  const reading = readSitemapFile(fetcher, url);
  for await (const entries of reading) {
    for (const entry of entries) {
      if (entry.type === "page") report.page_entries++;
      else queue.add({ url: entry.url, depth: depth + 1 });
    }
  }
  const { result } = reading;
  return {
    url,
    final_url: result.finalUrl,
    depth,
    kind: result.kind,
    outcome: result.outcome,
    detail: result.detail,
    advice: OUTCOMES[result.outcome].advice,
    http_status: result.httpStatus,
    entries: result.report?.entries ?? 0,
    bytes: result.report?.bytes ?? 0,
    rejected: result.report?.rejected ?? {},
  };
}
