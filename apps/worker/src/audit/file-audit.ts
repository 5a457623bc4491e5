import type { FileResult } from "@sitemap-scanner/crawler";
import type { FileFinding } from "@sitemap-scanner/database";
import { createFindings, type Findings } from "./findings.ts";

/** What the protocol allows, which is also where a reading stops. */
const PROTOCOL_BYTES = 52_428_800;
/** A body that breaks a limit may end with the piece before. */
const LAST_PIECE_BYTES = 1_048_576;
/** Below this, compression saves a moment at most. */
const LARGE_BYTES = 1_048_576;

/** What is wrong with a file as a whole, whatever its entries are. */
export function auditFile(url: string, result: FileResult): FileFinding[] {
  const found = createFindings();
  const { report } = result;
  noteRedirect(found, url, result);
  if (!report) return found.list();
  const { compressions, compressedBytes, rejectedTexts } = report;
  const bytes = Math.max(report.bytes, compressedBytes);
  if (result.outcome === "too_large" && bytes >= PROTOCOL_BYTES - LAST_PIECE_BYTES)
    found.count("over_50mb", null, null);
  if (report.warnings.over_50000_entries !== undefined)
    found.count("over_50000_entries", null, `${report.entries} entries`);
  if (compressions.length === 0 && compressedBytes > LARGE_BYTES)
    found.count("not_compressed", null, `${(compressedBytes / 1e6).toFixed(1)} MB`);
  const texts = new Map(Object.entries(rejectedTexts));
  for (const [reason, amount] of Object.entries(report.rejected))
    found.countMany("entries_rejected", reason, amount, texts.get(reason) ?? []);
  return found.list();
}

/** Of a file that has not changed: what was found in it, and where it is found now. */
export function auditKeptFile(
  url: string,
  result: FileResult,
  known: readonly FileFinding[],
): FileFinding[] {
  const found = createFindings();
  noteRedirect(found, url, result);
  return [...known.filter(({ code }) => code !== "redirected"), ...found.list()];
}

function noteRedirect(found: Findings, url: string, { finalUrl, redirects }: FileResult): void {
  if (redirects.length > 0 && finalUrl !== null && finalUrl !== url)
    found.count("redirected", null, `to ${finalUrl}`);
}
