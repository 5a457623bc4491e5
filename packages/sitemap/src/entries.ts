import { cleanLine } from "./clean-text.ts";
import { parseLastmod } from "./lastmod.ts";
import type { ReadReport, Rejection, Warning } from "./report.ts";
import { splitUrls } from "./split-urls.ts";
import { normalizeUrl } from "./url.ts";

/** One page that a file lists. */
export interface PageEntry {
  type: "page";
  /** Absolute and normalised. */
  url: string;
  lastmod: Date | null;
  /** As written, even if it is no date. */
  lastmodRaw: string | null;
  /** One of the seven words of the protocol, in lower case. */
  changefreq: string | null;
  /** 0 to 1; null when not written. */
  priority: number | null;
  /** Images, videos, news, alternates, …: see extensions.ts for the shapes. */
  extensions: Record<string, unknown> | null;
}

/** One other sitemap that a file lists. */
export interface SitemapRef {
  type: "sitemap";
  url: string;
  lastmod: Date | null;
  lastmodRaw: string | null;
}

export type Entry = PageEntry | SitemapRef;

/** An entry as it was written; nothing of it is checked yet. */
export interface RawEntry {
  type: Entry["type"];
  loc: string | null;
  /** What the loc is relative to; null for the file's URL. */
  base: string | null;
  lastmod: string | null;
  changefreq: string | null;
  priority: string | null;
  extensions: Record<string, unknown> | null;
}

const CHANGEFREQS = new Set("always hourly daily weekly monthly yearly never".split(" "));
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;
/** A date longer than this is none, and is not kept as text either. */
const LASTMOD_MAX_LENGTH = 100;
/** Of what is left out for one reason: enough to know it again in the file. */
const REJECTED_TEXTS = 5;
const REJECTED_TEXT_LENGTH = 200;
/** What the protocol allows; more is read, and told. */
const PROTOCOL_URL_LENGTH = 2_048;
const PROTOCOL_ENTRIES = 50_000;

export function rawEntry(type: Entry["type"]): RawEntry {
  return {
    type,
    loc: null,
    base: null,
    lastmod: null,
    changefreq: null,
    priority: null,
    extensions: null,
  };
}

/** Turns what was written into entries, and counts what had to be left out. */
export class EntryCollector {
  /** The file's final URL. */
  readonly base: string;
  readonly #report: ReadReport;
  #batch: Entry[] = [];

  constructor(base: string, report: ReadReport) {
    this.base = base;
    this.#report = report;
  }

  add(raw: RawEntry): void {
    if (raw.loc === null) return this.reject("loc_missing");
    for (const loc of splitUrls(raw.loc)) this.#add(raw, loc);
  }

  /**
   * Counts an entry that is left out.
   * @param written its address
   */
  reject(reason: Rejection, written: string | null = null): void {
    const { rejected, rejectedTexts } = this.#report;
    rejected[reason] = (rejected[reason] ?? 0) + 1;
    const texts = rejectedTexts[reason] ?? [];
    if (written === null || texts.length === REJECTED_TEXTS) return;
    const text = cleanLine(written.slice(0, REJECTED_TEXT_LENGTH));
    if (text !== "") rejectedTexts[reason] = [...texts, text];
  }

  /** Counts a fault of what is kept. */
  warn(fault: Warning): void {
    this.#report.warnings[fault] = (this.#report.warnings[fault] ?? 0) + 1;
  }

  /** @returns the entries since the last call */
  take(): Entry[] {
    const batch = this.#batch;
    if (batch.length > 0) this.#batch = [];
    return batch;
  }

  #add(raw: RawEntry, loc: string): void {
    const result = normalizeUrl(loc, raw.base ?? this.base);
    if ("rejected" in result)
      return this.reject(result.rejected === "url_empty" ? "loc_missing" : result.rejected, loc);
    const { url } = result;
    if (result.hadUserinfo) this.warn("url_userinfo");
    if (url.length > PROTOCOL_URL_LENGTH) this.warn("url_over_2048");
    const lastmodRaw = raw.lastmod === null ? null : this.#lastmodText(raw.lastmod);
    const lastmod = lastmodRaw === null ? null : this.#date(lastmodRaw);
    if (raw.type === "sitemap") {
      this.#keep({ type: "sitemap", url, lastmod, lastmodRaw });
      return;
    }
    const changefreq = raw.changefreq === null ? null : this.#changefreq(raw.changefreq);
    const priority = raw.priority === null ? null : this.#priority(raw.priority);
    const { extensions } = raw;
    this.#keep({ type: "page", url, lastmod, lastmodRaw, changefreq, priority, extensions });
  }

  #keep(entry: Entry): void {
    if (++this.#report.entries === PROTOCOL_ENTRIES + 1) this.warn("over_50000_entries");
    if (this.#report.kind === "unknown")
      this.#report.kind = entry.type === "sitemap" ? "index" : "urlset";
    this.#batch.push(entry);
  }

  #lastmodText(written: string): string | null {
    const text = cleanLine(written);
    return text === "" ? null : text.slice(0, LASTMOD_MAX_LENGTH).toWellFormed();
  }

  #date(text: string): Date | null {
    const date = parseLastmod(text);
    if (date === null) this.warn("lastmod_unreadable");
    return date;
  }

  #changefreq(written: string): string | null {
    const word = cleanLine(written).toLowerCase();
    if (CHANGEFREQS.has(word)) return word;
    if (word !== "") this.warn("changefreq_unknown");
    return null;
  }

  #priority(written: string): number | null {
    const text = cleanLine(written);
    const value = NUMBER.test(text) ? Number(text) : Number.NaN;
    if (value >= 0 && value <= 1) return value;
    if (text !== "") this.warn("priority_out_of_range");
    return null;
  }
}
