import type { Db } from "@sitemap-scanner/database";
import type { PageHosts } from "@sitemap-scanner/contracts";
import {
  recordChildren,
  recordPages,
  type FileClaim,
  type PageToRecord,
} from "@sitemap-scanner/pipeline";
import {
  hashUrl,
  relateHost,
  type Entry,
  type PageEntry,
  type SitemapRef,
} from "@sitemap-scanner/sitemap";

import type { EntryAudit } from "../audit/entry-audit.ts";

/** Entries written at a time: large enough for `unnest` to pay, small enough to stay in memory. */
const BATCH_SIZE = 1_000;

/** What became of the entries of a file. */
export interface WrittenEntries {
  /** `max_pages` left pages out. */
  limitReached: boolean;
  /** Files of an index that were left out for being too deep, and for being too many. */
  tooDeep: number;
  tooMany: number;
  /** Pages of other hosts: stored, and left out because the scan does not want them. */
  foreignKept: number;
  foreignLeftOut: number;
}

export const NOTHING_WRITTEN: Readonly<WrittenEntries> = {
  limitReached: false,
  tooDeep: 0,
  tooMany: 0,
  foreignKept: 0,
  foreignLeftOut: 0,
};

/** Collects entries and writes them in batches. Nothing is taken after `written.limitReached`. */
export interface EntryWriter {
  add(entries: readonly Entry[]): Promise<void>;
  flush(): Promise<void>;
  readonly written: Readonly<WrittenEntries>;
}

/**
 * @param site whose pages are whose: the domain of the scan, and the hosts it takes pages of
 * @param audit is shown every entry
 */
export function createEntryWriter(
  db: Db,
  claim: FileClaim,
  { site, audit }: { site: { domain: string; pageHosts: PageHosts }; audit: EntryAudit },
  onPagesWritten: (pages: number) => void = () => undefined,
): EntryWriter {
  let pages: PageToRecord[] = [];
  let refs: SitemapRef[] = [];
  const written = { ...NOTHING_WRITTEN };

  function addPage(entry: PageEntry): void {
    const relation = relateHost(entry.url, site.domain);
    const isForeign = relation !== "same-host";
    const isWanted =
      !isForeign ||
      site.pageHosts === "any" ||
      (site.pageHosts === "same-domain" && relation === "same-domain");
    const urlHash = hashUrl(entry.url);
    audit.look(entry, { urlHash, isForeign });
    if (isWanted) pages.push({ ...entry, urlHash, foreignHost: isForeign });
    if (isForeign && isWanted) written.foreignKept++;
    if (!isWanted) written.foreignLeftOut++;
  }

  function addRef(ref: SitemapRef): void {
    audit.look(ref, { urlHash: hashUrl(ref.url), isForeign: false });
    refs.push(ref);
  }

  async function writePages(): Promise<void> {
    const batch = pages;
    pages = [];
    const { dropped } = await recordPages(db, claim, batch);
    onPagesWritten(batch.length - dropped);
    written.limitReached ||= dropped > 0;
  }

  async function writeRefs(): Promise<void> {
    const batch = refs;
    refs = [];
    const { tooDeep, tooMany } = await recordChildren(db, claim, batch);
    written.tooDeep += tooDeep;
    written.tooMany += tooMany;
  }

  return {
    written,
    async add(entries) {
      for (const entry of entries) {
        if (written.limitReached) return;
        if (entry.type === "page") addPage(entry);
        else addRef(entry);
        if (pages.length >= BATCH_SIZE) await writePages();
        if (refs.length >= BATCH_SIZE) await writeRefs();
      }
    },
    async flush() {
      if (pages.length > 0 && !written.limitReached) await writePages();
      if (refs.length > 0) await writeRefs();
    },
  };
}
