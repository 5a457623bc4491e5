import { type Outcome, OUTCOMES } from "@sitemap-scanner/contracts";
import type { Probe } from "@sitemap-scanner/crawler";
import type { ReadReport } from "@sitemap-scanner/sitemap";

/** How one sitemap file went. */
export interface CheckedFile {
  /** The address, or the path of a document, or "-". */
  url: string;
  final_url: string | null;
  /** Indexes above it. */
  depth: number;
  kind: string;
  outcome: Outcome;
  /** What happened; null when the outcome says it all. */
  detail: string | null;
  /** What to do about it. */
  advice: string;
  http_status: number | null;
  entries: number;
  /** As received. */
  compressed_bytes: number;
  /** Decompressed. */
  bytes: number;
  /** Reason → how many entries were left out for it. */
  rejected: Record<string, number>;
  /** Reason → the first addresses that were left out for it, as written. */
  rejected_texts: Record<string, string[]>;
  /** Fault → how often it was met in what was kept. */
  warnings: Record<string, number>;
}

export interface CheckReport {
  /** Null for a document. */
  domain: string | null;
  /** Where the sitemaps were found; null for those that were given. */
  origin: string | null;
  /** What the search for sitemaps looked at. */
  tried: Probe[];
  files: CheckedFile[];
  /** Entries that are pages; one that several files list counts each time. */
  page_entries: number;
  /** Entries that are other sitemaps. */
  sitemap_entries: number;
  /** Files that were listed and not read: a limit, or there is nothing to fetch them from. */
  skipped: number;
}

export function emptyReport(domain: string | null): CheckReport {
  return {
    domain,
    origin: null,
    tried: [],
    files: [],
    page_entries: 0,
    sitemap_entries: 0,
    skipped: 0,
  };
}

/** Whether entries could be read from a file, or it is sound and has none. */
export function isRead({ outcome }: Pick<CheckedFile, "outcome">): boolean {
  return OUTCOMES[outcome].fate === "read";
}

/** The counts of a reading, as a file tells them. */
export function countsOf(report: ReadReport | null) {
  return {
    entries: report?.entries ?? 0,
    compressed_bytes: report?.compressedBytes ?? 0,
    bytes: report?.bytes ?? 0,
    rejected: { ...report?.rejected },
    rejected_texts: { ...report?.rejectedTexts },
    warnings: { ...report?.warnings },
  };
}
