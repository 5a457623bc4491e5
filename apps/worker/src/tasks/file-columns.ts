import type { Outcome } from "@sitemap-scanner/contracts";
import type { FileReading } from "@sitemap-scanner/crawler";
import type { KnownFileRow } from "@sitemap-scanner/database";
import type { FileResultColumns } from "@sitemap-scanner/pipeline";
import type { WrittenEntries } from "./entry-writer.ts";

type FileResult = FileReading["result"];

/** How a reading went, as the columns of `sitemap_files`. */
export function fileColumns(input: {
  result: FileResult;
  outcome: Outcome;
  /** By the monotonic clock of this process. */
  startedAt: number;
  written: WrittenEntries;
}): FileResultColumns {
  const { result, outcome, startedAt, written } = input;
  const { report } = result;
  return {
    ...responseColumns(result),
    outcome,
    outcome_detail: detailOf(result.detail, written),
    kind: result.kind,
    etag: result.etag,
    last_modified: result.lastModified,
    encoding: report?.encoding ?? null,
    compressed_bytes: report?.compressedBytes ?? null,
    bytes: report?.bytes ?? null,
    entries: report?.entries ?? 0,
    entries_rejected: counts(report?.rejected, { foreign_host: written.foreignLeftOut }),
    warnings: counts(report?.warnings, { foreign_host: written.foreignKept }),
    truncated: isCapped(written) || outcome === "too_large",
    partial: outcome === "ok_partial",
    read_completely:
      (outcome === "ok" || outcome === "empty") &&
      !isCapped(written) &&
      written.foreignLeftOut === 0,
    body_sha256: report?.bodySha256 ?? null,
    ...timing(startedAt),
  };
}

/** For a file that has not changed: what was read out of it the last time still stands. */
export function keptFileColumns(input: {
  result: FileResult;
  known: KnownFileRow;
  /** By the monotonic clock of this process. */
  startedAt: number;
  written: WrittenEntries;
}): FileResultColumns {
  const { result, known, startedAt, written } = input;
  return {
    ...responseColumns(result),
    outcome: written.limitReached ? "limit_reached" : "not_modified",
    outcome_detail: detailOf(null, written),
    kind: known.kind,
    etag: result.etag ?? known.etag,
    last_modified: result.lastModified ?? known.last_modified,
    encoding: known.encoding,
    compressed_bytes: known.compressed_bytes,
    bytes: known.bytes,
    entries: known.entries,
    entries_rejected: JSON.stringify(known.entries_rejected),
    warnings: JSON.stringify(known.warnings),
    truncated: isCapped(written),
    read_completely: !isCapped(written),
    body_sha256: known.body_sha256,
    ...timing(startedAt),
  };
}

function responseColumns(result: FileResult) {
  return {
    final_url: result.finalUrl,
    http_status: result.httpStatus,
    content_type: result.contentType,
  };
}

function timing(startedAt: number) {
  return { duration_ms: Math.round(performance.now() - startedAt) };
}

function isCapped({ limitReached, tooDeep, tooMany }: WrittenEntries): boolean {
  return limitReached || tooDeep > 0 || tooMany > 0;
}

function counts(
  counted: Readonly<Record<string, number>> | undefined,
  more: Readonly<Record<string, number>>,
): string {
  const all = Object.entries({ ...counted, ...more }).filter(([, count]) => count > 0);
  return JSON.stringify(Object.fromEntries(all));
}

function detailOf(detail: string | null, written: WrittenEntries): string | null {
  const { limitReached, tooDeep, tooMany } = written;
  if (limitReached)
    return "max_pages: the scan has all the pages it may have, and left the rest out";
  if (tooDeep > 0) return `max_depth: ${tooDeep} listed sitemaps were left out, too deep down`;
  if (tooMany > 0)
    return `max_files: ${tooMany} listed sitemaps were left out, the scan has all it may have`;
  return detail;
}
