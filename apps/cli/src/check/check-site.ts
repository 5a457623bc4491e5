import { OUTCOMES } from "@sitemap-scanner/contracts";
import {
  type Discovery,
  findSitemaps,
  type FindSitemapsInput,
  looksLikeSitemapFile,
  readSitemapFile,
} from "@sitemap-scanner/crawler";
import type { Fetcher } from "@sitemap-scanner/fetcher";
import { setTimeout as sleep } from "node:timers/promises";
import { type CheckLimits, FileQueue, type QueuedFile } from "./file-queue.ts";
import { type CheckedFile, type CheckReport, countsOf, emptyReport, isRead } from "./report.ts";
import type { Site } from "./site-argument.ts";

export interface CheckOptions extends CheckLimits {
  /** Whose rules of robots.txt hold for us. Default: those of everyone. */
  userAgent?: string;
}

/**
 * Finds and reads the sitemaps of a site, one file after the other, with nothing but a fetcher. An
 * address is read as the sitemap that it is; if it is that of a page, the site is searched from there.
 *
 * @param onFile told before each file is read
 * @throws {FetchError} when the site cannot be reached at all
 */
export async function checkSite(
  fetcher: Fetcher,
  site: Site,
  options: CheckOptions,
  onFile: (url: string) => void,
): Promise<CheckReport> {
  const check = new SiteCheck(fetcher, site.domain, options, onFile);
  if (site.url !== null) {
    await check.readAddress(site.url, site.scheme === null);
    if (check.hasRead || looksLikeSitemapFile(pathOf(site.url))) return check.report;
    check.countAsSearched();
  }
  await check.search({
    domain: site.domain,
    scheme: site.scheme,
    path: site.url === null ? null : pathOf(site.url),
    onRobotsFailure: "go_on",
    userAgent: options.userAgent ?? "*",
  });
  return check.report;
}

class SiteCheck {
  readonly report: CheckReport;
  readonly #fetcher: Fetcher;
  readonly #queue: FileQueue;
  readonly #onFile: (url: string) => void;

  constructor(
    fetcher: Fetcher,
    domain: string,
    limits: CheckLimits,
    onFile: (url: string) => void,
  ) {
    this.report = emptyReport(domain);
    this.#fetcher = fetcher;
    this.#queue = new FileQueue(limits);
    this.#onFile = onFile;
  }

  get hasRead(): boolean {
    return this.report.files.some(isRead);
  }

  /** Reads one file and what it lists; over http, too, when no scheme was named and https is silent. */
  async readAddress(url: string, isSchemeOpen: boolean): Promise<void> {
    await this.#readAll([url], 0);
    const isSilent = this.report.files.every((file) => file.http_status === null);
    if (isSchemeOpen && isSilent) await this.#readAll([url.replace(/^https:/, "http:")], 0);
  }

  /** What was read so far is no sitemap, but where the search begins. */
  countAsSearched(): void {
    for (const { url, outcome, detail, advice } of this.report.files.splice(0))
      this.report.tried.push({ url, outcome, note: detail ?? advice });
  }

  /** Goes on with the search for as long as none of what it found can be read, as a scan does. */
  async search(input: FindSitemapsInput): Promise<void> {
    let from: Discovery["next"] = null;
    do {
      const found: Discovery = await findSitemaps(this.#fetcher, { ...input, from });
      const { sitemaps, crawlDelayMs, origin, tried } = found;
      this.report.tried.push(...tried);
      this.report.origin = origin ?? this.report.origin;
      await this.#readAll(
        sitemaps.map(({ url }) => url),
        crawlDelayMs ?? 0,
      );
      from = found.next;
    } while (!this.hasRead && from !== null);
  }

  async #readAll(roots: readonly string[], delayMs: number): Promise<void> {
    for (const url of roots) this.#queue.add({ url, depth: 0 });
    for (let next = this.#queue.take(); next; next = this.#queue.take()) {
      if (delayMs > 0) await sleep(delayMs);
      this.#onFile(next.url);
      this.report.files.push(await this.#readOne(next));
    }
    this.report.skipped = this.#queue.skipped;
  }

  async #readOne({ url, depth }: QueuedFile): Promise<CheckedFile> {
    const reading = readSitemapFile(this.#fetcher, url, {
      claimUrl: (finalUrl) => Promise.resolve(this.#queue.claim(finalUrl)),
    });
    for await (const entries of reading) {
      for (const entry of entries) {
        if (entry.type === "page") {
          this.report.page_entries++;
        } else {
          this.report.sitemap_entries++;
          this.#queue.add({ url: entry.url, depth: depth + 1 });
        }
      }
    }
    const { finalUrl, kind, outcome, detail, httpStatus, report } = reading.result;
    return {
      url,
      final_url: finalUrl,
      depth,
      kind,
      outcome,
      detail,
      advice: OUTCOMES[outcome].advice,
      http_status: httpStatus,
      ...countsOf(report),
    };
  }
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
