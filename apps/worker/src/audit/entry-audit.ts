import type { FileFinding } from "@sitemap-scanner/database";
import type { Entry, PageEntry, SitemapKind } from "@sitemap-scanner/sitemap";
import { createFindings } from "./findings.ts";
import { createHashSet } from "./hash-set.ts";

const DAY_MS = 86_400_000;
/** Of fewer pages it may be true that all changed at once. */
const PAGES_TO_COMPARE = 10;

/** Looks at the entries of one file as they pass. */
export interface EntryAudit {
  /**
   * @param urlHash `hashUrl` of its URL
   * @param isForeign it is of another host than the site
   */
  look(entry: Entry, known: { urlHash: string; isForeign: boolean }): void;
  /** To be called once, after the last entry. */
  findings(file: { kind: SitemapKind; finalUrl: string | null }): FileFinding[];
}

/** @param now by the clock of this process, in ms: what is a day ahead of it cannot be a last change */
export function createEntryAudit(now: number = Date.now()): EntryAudit {
  const found = createFindings();
  const seen = createHashSet();
  const lastmods = createLastmodComparison();
  let hasHttps = false;

  function lookAtLastmod({ url, lastmod, lastmodRaw }: Entry): void {
    if (lastmod === null && lastmodRaw !== null) found.count("lastmod_unreadable", url, lastmodRaw);
    if (lastmod !== null && lastmod.getTime() > now + DAY_MS)
      found.count("lastmod_future", url, lastmodRaw);
  }

  function lookAtPage(page: PageEntry, isForeign: boolean): void {
    if (page.url.startsWith("https:")) hasHttps = true;
    else found.count("http_among_https", page.url);
    if (isForeign) found.count("foreign_host", page.url);
    if (page.lastmodRaw === null) found.count("lastmod_missing", page.url);
    lastmods.add(page);
  }

  return {
    look(entry, { urlHash, isForeign }) {
      if (!seen.add(urlHash)) found.count("duplicate_in_file", entry.url);
      lookAtLastmod(entry);
      if (entry.type === "page") lookAtPage(entry, isForeign);
    },
    findings({ kind, finalUrl }) {
      if (!hasHttps && finalUrl?.startsWith("https:") !== true) found.forget("http_among_https");
      // A list of URLs has no place for it.
      if (kind === "text") found.forget("lastmod_missing");
      const common = lastmods.common();
      if (common !== null) found.count("lastmod_all_equal", null, common);
      return found.list();
    },
  };
}

/** Whether all pages have one lastmod. */
function createLastmodComparison() {
  let pages = 0;
  let first: PageEntry | null = null;
  let differs = false;

  return {
    add(page: PageEntry): void {
      pages++;
      first ??= page;
      differs ||= page.lastmod === null || page.lastmod.getTime() !== first.lastmod?.getTime();
    },
    /** It, as it was written first; null when there is none. */
    common: () => (differs || pages < PAGES_TO_COMPARE ? null : (first?.lastmodRaw ?? null)),
  };
}
