import { OUTCOMES } from "@sitemap-scanner/contracts";
import { readSitemap } from "@sitemap-scanner/sitemap";
import type { Document } from "./document.ts";
import { type CheckReport, countsOf, emptyReport } from "./report.ts";

/** A host that cannot exist: what is resolved against it is a relative address, and seen as one. */
const NOWHERE = "https://example.invalid/";

export interface DocumentCheck {
  report: CheckReport;
  /** Entries with a relative address, where it is not known what it is relative to. */
  relative: number;
}

/**
 * Reads one document, and nothing that it lists.
 * @param url where the document is from: its relative addresses are resolved against it
 */
export async function checkDocument(document: Document, url?: string): Promise<DocumentCheck> {
  const report = emptyReport(null);
  let relative = 0;
  const reading = readSitemap(document.open(), { url: url ?? NOWHERE });
  for await (const entries of reading) {
    for (const entry of entries) {
      if (entry.type === "page") report.page_entries++;
      else report.sitemap_entries++;
      if (url === undefined && entry.url.startsWith(NOWHERE)) relative++;
    }
  }
  const { kind, outcome, detail } = reading.report;
  report.skipped = report.sitemap_entries;
  report.files.push({
    url: document.name,
    final_url: null,
    depth: 0,
    kind,
    outcome,
    detail,
    advice: OUTCOMES[outcome].advice,
    http_status: null,
    ...countsOf(reading.report),
  });
  return { report, relative };
}
