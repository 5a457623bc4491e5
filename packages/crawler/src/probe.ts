import { OUTCOMES } from "@sitemap-scanner/contracts";
import { FetchError } from "@sitemap-scanner/fetcher";
import { describe } from "./failure.ts";
import { readSitemapFile, type FileResult } from "./read-sitemap-file.ts";
import type { Visit } from "./visit.ts";

/**
 * Asks for a URL and reads until its kind is certain, and no further.
 *
 * @returns whether it reads as a sitemap: entries came, or it is sound and has none
 */
export async function readsAsSitemap(visit: Visit, url: string): Promise<boolean> {
  const { fetcher, signal } = visit.search;
  await visit.takeTurn();
  const reading = readSitemapFile(fetcher, url, { signal });
  let hasEntries = false;
  for await (const _entries of reading) {
    hasEntries = true;
    break;
  }
  const { result } = reading;
  signal?.throwIfAborted();
  if (result.outcome === "cancelled")
    throw new FetchError("cancelled", "it was cancelled", { url });
  // Its kind is not known for what is no sitemap, whatever came out of it.
  const isRead = hasEntries && result.kind !== "unknown";
  const isSitemap = isRead || OUTCOMES[result.outcome].fate === "read";
  if (isSitemap) visit.note(url, hasEntries ? "ok" : result.outcome, tellSitemap(url, result));
  else visit.note(url, result.outcome, tellOther(result));
  return isSitemap;
}

function tellSitemap(url: string, { kind, finalUrl }: FileResult): string {
  const place = finalUrl === null || finalUrl === url ? "" : `, at ${finalUrl}`;
  return `a sitemap (${kind})${place}`;
}

function tellOther({ outcome, contentType, detail }: FileResult): string {
  if (outcome !== "not_a_sitemap") return detail === null ? outcome : describe({ message: detail });
  const isHtml = /\bx?html\b/i.test(`${contentType} ${detail}`);
  return isHtml ? "HTML, not a sitemap" : (detail ?? "not a sitemap");
}
