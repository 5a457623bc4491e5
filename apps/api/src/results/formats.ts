import type { ChangedPage, Page, ResultFormat, SitemapFile } from "@sitemap-scanner/contracts";
import { csvRecord } from "./csv.ts";
import {
  INDEX_HEAD,
  INDEX_TAIL,
  sitemapElement,
  URLSET_HEAD,
  URLSET_TAIL,
  urlElement,
} from "./sitemap-xml.ts";

/** How rows become a text that can be taken away. */
export interface ExportFormat<Row> {
  mediaType: string;
  /** Of the name of a file. */
  extension: string;
  head?: string;
  tail?: string;
  /** With its line end. */
  toLine: (row: Row) => string;
}

type StreamedFormat = Exclude<ResultFormat, "json">;

const PAGE_COLUMNS = [
  "url",
  "lastmod",
  "lastmod_raw",
  "changefreq",
  "priority",
  "foreign_host",
  "first_seen_at",
  "last_seen_at",
  "removed_at",
  "sitemap_file_id",
] as const satisfies (keyof Page)[];

const FILE_COLUMNS = [
  "id",
  "parent_id",
  "url",
  "final_url",
  "discovered_via",
  "depth",
  "kind",
  "status",
  "outcome",
  "detail",
  "http_status",
  "content_type",
  "encoding",
  "compressed_bytes",
  "bytes",
  "entries",
  "pages_found",
  "children",
  "truncated",
  "partial",
  "duration_ms",
  "created_at",
  "finished_at",
] as const satisfies (keyof SitemapFile)[];

export const PAGE_FORMATS: Readonly<Record<StreamedFormat, ExportFormat<Page>>> = {
  ndjson: ndjson(),
  csv: csv(PAGE_COLUMNS),
  txt: urlLines(),
  xml: { ...xml(), head: URLSET_HEAD, tail: URLSET_TAIL, toLine: urlElement },
};

/** In csv the counts of rejections and warnings by reason are left out. */
export const FILE_FORMATS: Readonly<Record<StreamedFormat, ExportFormat<SitemapFile>>> = {
  ndjson: ndjson(),
  csv: csv(FILE_COLUMNS),
  txt: urlLines(),
  xml: { ...xml(), head: INDEX_HEAD, tail: INDEX_TAIL, toLine: sitemapElement },
};

export const DIFF_FORMATS: Readonly<Record<"ndjson" | "csv", ExportFormat<ChangedPage>>> = {
  ndjson: ndjson(),
  csv: csv(["change", ...PAGE_COLUMNS]),
};

function ndjson<Row>(): ExportFormat<Row> {
  return {
    mediaType: "application/x-ndjson",
    extension: "ndjson",
    toLine: (row) => `${JSON.stringify(row)}\n`,
  };
}

function csv<Column extends string>(
  columns: readonly Column[],
): ExportFormat<Readonly<Record<Column, string | number | boolean | null>>> {
  return {
    mediaType: "text/csv; charset=utf-8; header=present",
    extension: "csv",
    head: csvRecord(columns),
    toLine: (row) => csvRecord(columns.map((column) => row[column])),
  };
}

function urlLines(): ExportFormat<{ url: string }> {
  return {
    mediaType: "text/plain; charset=utf-8",
    extension: "txt",
    // No URL that we store has a line break; what somebody wrote by SQL must not make two of one.
    toLine: ({ url }) => `${url.replaceAll(/[\r\n]/g, encodeURIComponent)}\n`,
  };
}

function xml() {
  return { mediaType: "application/xml; charset=utf-8", extension: "xml" };
}
