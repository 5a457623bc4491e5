import type { Outcome } from "@sitemap-scanner/contracts";
import type { FileReading } from "@sitemap-scanner/crawler";
import type { FileResultColumns } from "@sitemap-scanner/pipeline";

/** How a reading went, as the columns of `sitemap_files`. */
export function fileColumns(input: {
  result: FileReading["result"];
  outcome: Outcome;
  startedAt: Date;
  limitReached: boolean;
  skippedFiles: number;
}): FileResultColumns {
  const { result, outcome, startedAt, limitReached, skippedFiles } = input;
  const { report } = result;
  return {
    outcome,
    outcome_detail: detailOf(result.detail, limitReached, skippedFiles),
    kind: result.kind,
    final_url: result.finalUrl,
    http_status: result.httpStatus,
    content_type: result.contentType,
    etag: result.etag,
    last_modified: result.lastModified,
    encoding: report?.encoding ?? null,
    compressed_bytes: report?.compressedBytes ?? null,
    bytes: report?.bytes ?? null,
    entries: report?.entries ?? 0,
    entries_rejected: JSON.stringify(report?.rejected ?? {}),
    truncated: limitReached || skippedFiles > 0 || outcome === "too_large",
    partial: outcome === "ok_partial",
    body_sha256: report?.bodySha256 ?? null,
    fetch_started_at: startedAt,
    duration_ms: Date.now() - startedAt.getTime(),
  };
}

/** For a file that our own fault kept us from reading. */
export function internalFailureColumns(): FileResultColumns {
  return { outcome: "internal_error", outcome_detail: null };
}

function detailOf(
  detail: string | null,
  limitReached: boolean,
  skippedFiles: number,
): string | null {
  if (limitReached) return "The scan has all the pages it may have: the rest was not read";
  if (skippedFiles > 0) {
    return `${skippedFiles} listed sitemaps were left out: the scan has all the files it may have`;
  }
  return detail;
}
