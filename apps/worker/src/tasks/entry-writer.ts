import type { Db } from "@sitemap-scanner/database";
import { recordChildren, recordPages, type FileClaim } from "@sitemap-scanner/pipeline";
import type { Entry, PageEntry, SitemapRef } from "@sitemap-scanner/sitemap";

/** Entries written at a time: large enough for `unnest` to pay, small enough to stay in memory. */
const BATCH_SIZE = 1_000;

/** Collects entries and writes them in batches. Nothing is taken after `limitReached`. */
export interface EntryWriter {
  add(entries: readonly Entry[]): Promise<void>;
  flush(): Promise<void>;
  readonly limitReached: boolean;
  /** Files of an index that were left out because of the limits of a scan. */
  readonly skippedFiles: number;
}

export function createEntryWriter(db: Db, claim: FileClaim): EntryWriter {
  let pages: PageEntry[] = [];
  let refs: SitemapRef[] = [];
  let limitReached = false;
  let skippedFiles = 0;

  async function writePages(): Promise<void> {
    const batch = pages;
    pages = [];
    const { dropped } = await recordPages(db, claim, batch);
    limitReached ||= dropped > 0;
  }

  async function writeRefs(): Promise<void> {
    const batch = refs;
    refs = [];
    const { skipped } = await recordChildren(db, claim, batch);
    skippedFiles += skipped;
  }

  return {
    async add(entries) {
      for (const entry of entries) {
        if (limitReached) return;
        if (entry.type === "page") pages.push(entry);
        else refs.push(entry);
        if (pages.length >= BATCH_SIZE) await writePages();
        if (refs.length >= BATCH_SIZE) await writeRefs();
      }
    },
    async flush() {
      if (pages.length > 0 && !limitReached) await writePages();
      if (refs.length > 0) await writeRefs();
    },
    get limitReached() {
      return limitReached;
    },
    get skippedFiles() {
      return skippedFiles;
    },
  };
}
