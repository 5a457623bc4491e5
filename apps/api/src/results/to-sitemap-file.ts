import { OUTCOMES, SitemapFile } from "@sitemap-scanner/contracts";
import type { SitemapFileView } from "@sitemap-scanner/database";
import { z } from "zod";

const Counts = z.record(z.string(), z.int()).catch({});

export function toSitemapFile(file: SitemapFileView): SitemapFile {
  return {
    id: file.id,
    parent_id: file.parent_id,
    url: file.url,
    final_url: file.final_url,
    discovered_via: file.discovered_via,
    depth: file.depth,
    kind: file.kind,
    // A generated column: the five statuses are those of its expression.
    status: SitemapFile.shape.status.parse(file.status),
    outcome: file.outcome,
    detail: file.outcome_detail ?? adviceOn(file.outcome),
    http_status: file.http_status,
    content_type: file.content_type,
    encoding: file.encoding,
    compressed_bytes: toNumber(file.compressed_bytes),
    bytes: toNumber(file.bytes),
    entries: file.entries,
    pages_found: file.pages_found,
    children: file.children,
    entries_rejected: Counts.parse(file.entries_rejected),
    warnings: Counts.parse(file.warnings),
    truncated: file.truncated,
    partial: file.partial,
    duration_ms: file.duration_ms,
    created_at: file.created_at.toISOString(),
    finished_at: file.finished_at?.toISOString() ?? null,
  };
}

/** What to do about an outcome; null for none, and for one that only a newer version knows. */
export function adviceOn(outcome: string | null): string | null {
  return outcome !== null && isOutcome(outcome) ? OUTCOMES[outcome].advice : null;
}

function isOutcome(outcome: string): outcome is keyof typeof OUTCOMES {
  return Object.hasOwn(OUTCOMES, outcome);
}

/** A `bigint` column; sizes of files are far below what a number holds exactly. */
function toNumber(bigint: string | null): number | null {
  return bigint === null ? null : Number(bigint);
}
