import { createDecoder, detectCharset } from "./charset.ts";
import { normalizeUrl } from "./url.ts";

export interface Robots {
  /** The URLs of the `Sitemap` lines, absolute and normalised, each once, in their order. */
  sitemaps: string[];
  /** What the group of every agent (`*`) asks for between two requests; null when it says nothing. */
  crawlDelaySeconds: number | null;
}

/** `Sitemap: …` as people write it: any case, `site-map`, `sitemaps`, spaces before the colon. */
const SITEMAP_LINE = /^site-?maps?\s*:\s*(.+)$/i;
/** Without the colon, only what is an address is taken for one. */
const SITEMAP_WITHOUT_COLON = /^site-?maps?\s+((?:["'<]?https?:\/\/|\/).+)$/i;
/** An address alone on its line that speaks of a sitemap. */
const BARE_URL = /^["'<]?https?:\/\/\S*site-?map\S*$/i;
const NEXT_URL = /[\s,;]+(?=["'<]?https?:\/\/)/i;
const MARKUP = /^<(?:!doctype|!--|\?xml|[a-z][a-z\d]*[\s>/])/i;

/**
 * Reads the lines of a robots.txt that concern sitemaps, tolerantly: the file is written by hand.
 * Never throws.
 *
 * @param bytes the caller cuts them at 500 KiB
 * @param robotsUrl the final URL of the file; relative URLs are resolved against it
 * @returns nothing for an HTML page served in its place
 */
export function parseRobots(bytes: Uint8Array, robotsUrl: string): Robots {
  const text = decode(bytes);
  if (MARKUP.test(text.trimStart())) return { sitemaps: [], crawlDelaySeconds: null };
  const lines = text.split(/\r\n|\r|\n/).map(stripComment);
  const sitemaps = new Set<string>();
  for (const line of lines) {
    for (const reference of sitemapReferences(line)) {
      const result = normalizeUrl(reference, robotsUrl);
      if ("url" in result) sitemaps.add(result.url);
    }
  }
  return { sitemaps: [...sitemaps], crawlDelaySeconds: crawlDelay(lines) };
}

function decode(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { encoding, bomLength } = detectCharset(buffer, null);
  return createDecoder(encoding).decode(buffer.subarray(bomLength)).replaceAll("\0", "");
}

/** A `#` inside a URL is its fragment: a comment begins the line or follows white space. */
function stripComment(line: string): string {
  return line.replace(/(?:^|\s)#.*$/, "").trim();
}

function sitemapReferences(line: string): string[] {
  const value =
    SITEMAP_LINE.exec(line)?.[1] ??
    SITEMAP_WITHOUT_COLON.exec(line)?.[1] ??
    (BARE_URL.test(line) ? line : null);
  if (value === null) return [];
  return value
    .split(NEXT_URL)
    .map((part) => part.replace(/^[\s"'<,]+|[\s"'>,;]+$/g, ""))
    .filter((part) => /[./]/.test(part));
}

/** Lines before the first group are taken for everyone's. */
function crawlDelay(lines: readonly string[]): number | null {
  let agents = ["*"];
  let inRules = true;
  for (const line of lines) {
    const [, field, value = ""] = /^([a-z-]+)\s*:\s*(.*)$/i.exec(line) ?? [];
    const name = field?.toLowerCase();
    if (name === undefined || name === "sitemap") continue;
    if (name === "user-agent") {
      agents = inRules ? [value] : [...agents, value];
      inRules = false;
      continue;
    }
    inRules = true;
    if (name !== "crawl-delay" || !agents.includes("*")) continue;
    if (/^(?:\d+\.?\d*|\.\d+)$/.test(value)) return Number(value);
  }
  return null;
}
