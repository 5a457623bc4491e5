import { isIP } from "node:net";
import type { Entry, ReadOptions } from "../src/index.ts";
import { cutAt, readPieces, type Read } from "./read-bytes.ts";
import { wordsNotIn } from "./words-of-input.ts";

/** A document of the corpus, or one made of it, takes no longer; nor does it need more memory. */
const MAX_MS = 5_000;
const MAX_GROWTH_BYTES = 200 * 1_048_576;
/** Their entries would be kept all the same: they come before the outcome is known. */
const NO_SITEMAP = new Set<string>(["not_a_sitemap", "blocked"]);

/**
 * Reads a document whole and in pieces, and looks for a breach of what holds for every input.
 *
 * @param cuts each is one way of cutting: the positions before which the body is cut
 * @returns one sentence about the first breach, or null
 */
export async function findBreach(
  body: Buffer,
  options: ReadOptions,
  cuts: Iterable<readonly number[]>,
): Promise<string | null> {
  try {
    const before = process.memoryUsage.rss();
    const begin = performance.now();
    const whole = await readPieces([body], options);
    const took = performance.now() - begin;
    const grown = process.memoryUsage.rss() - before;
    if (took > MAX_MS) return `reading takes ${Math.round(took)} ms`;
    if (grown > MAX_GROWTH_BYTES) return `reading needs ${Math.round(grown / 1e6)} MB`;
    const summary = summaryOf(whole);
    for (const positions of cuts) {
      const pieces = await readPieces(cutAt(body, positions), options);
      if (summaryOf(pieces) !== summary)
        return `cut at ${positions.slice(0, 9).join(", ")} it reads otherwise`;
    }
    return findUnfit(whole) ?? (await findInvented(whole.entries, body, options));
  } catch (error) {
    return `reading throws ${String(error)}`;
  }
}

/** Every byte by itself. */
export function allCuts(body: Buffer): number[] {
  return Array.from(body.keys());
}

/** What must be the same; a reading that stops early has received more or less of the rest. */
function summaryOf({ entries, report }: Read): string {
  return JSON.stringify([entries, { ...report, bodySha256: null, compressedBytes: null }]);
}

/** What nobody could store: a URL that is none or not in its one form, or odd characters. */
function findUnfit({ entries, report }: Read): string | null {
  if (report.entries !== entries.length) return "the report counts other entries than came";
  if (NO_SITEMAP.has(report.outcome) && entries.length > 0) return "what is no sitemap has entries";
  for (const { url } of entries) {
    const parsed = URL.parse(url);
    if (parsed === null || parsed.href !== url) return `"${url}" is not normalised`;
    if (!/^https?:$/.test(parsed.protocol) || url.length > 8_192) return `"${url}" is not allowed`;
    if (url.includes("#") || parsed.username !== "") return `"${url}" says more than an address`;
  }
  const stored = JSON.stringify(entries);
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return /[\u0000-\u001f\u007f-\u009f]|\\u[\dd]/.test(stored) ? "what came out has controls" : null;
}

/** A URL of which a word does not stand in the document, nor in the URL of the file. */
async function findInvented(
  entries: readonly Entry[],
  body: Buffer,
  options: ReadOptions,
): Promise<string | null> {
  if (entries.length === 0) return null;
  const isForeign = await wordsNotIn(body, options);
  const invented = entries.find(({ url }) => {
    const { hostname } = new URL(url);
    // Numbers that stand for an address are written in many ways.
    const isAddress = isIP(hostname.replace(/[[\]]/g, "")) > 0;
    return isForeign(isAddress ? url.replace(hostname, "https") : url);
  });
  return invented === undefined ? null : `"${invented.url}" does not stand in it`;
}
