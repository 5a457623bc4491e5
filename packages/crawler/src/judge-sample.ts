import type { Outcome } from "@sitemap-scanner/contracts";
import type { FetchError } from "@sitemap-scanner/fetcher";
import { readSitemap } from "@sitemap-scanner/sitemap";

/**
 * The outcome of a request that a server refused. A bot challenge may come with any refusing
 * status: its page tells it from a plain refusal.
 */
export async function outcomeOf(error: FetchError): Promise<Outcome> {
  const { sample, sampleEncoding, contentType, url } = error;
  if (sample === null) return error.code;
  const isChallenge = await isBotChallenge(sample, {
    url,
    contentType,
    contentEncoding: sampleEncoding,
  });
  return isChallenge ? "blocked" : error.code;
}

/** Whether a page, or its beginning, is a bot challenge, as the reader of sitemaps sees it. */
export async function isBotChallenge(
  bytes: Uint8Array,
  page: { url: string; contentType: string | null; contentEncoding: string | null },
): Promise<boolean> {
  const reading = readSitemap(once(bytes), page);
  for await (const _entries of reading) break;
  return reading.report.outcome === "blocked";
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
