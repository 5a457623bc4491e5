import { createDecoder, detectCharset } from "./charset.ts";
import { MARK_AS_LATIN_1, UNSEEN } from "./clean-text.ts";
import { readRules } from "./robots-rules.ts";
import { sitemapReferences } from "./robots-sitemaps.ts";
import { normalizeUrl } from "./url.ts";

export interface Robots {
  /** False when an HTML page, or other markup or JSON, was served in its place. */
  isRobots: boolean;
  /** The URLs of the `Sitemap` lines, absolute and normalised, each once, in their order. */
  sitemaps: string[];
  /** What our agent's group, or else everyone's, asks for between two requests; null for nothing. */
  crawlDelaySeconds: number | null;
  /** Whether our agent may fetch a URL of this host. Of other hosts it says nothing: true. */
  isAllowed(url: string): boolean;
}

const NO_ROBOTS: Readonly<Robots> = {
  isRobots: false,
  sitemaps: [],
  crawlDelaySeconds: null,
  isAllowed: () => true,
};

const INVISIBLE = new RegExp(`[${UNSEEN}]`, "g");
const PAGE = /<(?:!doctype|\?xml|html|head|body|title|meta|script|svg|rss|feed|urlset)[\s>]/i;
const PAGE_BEGINNING = 2_048;
const FIELD = "(?:user[ -]?agent|disallow|allow|crawl-?delay|host|site-?maps?)[^\\S\\r\\n]?:";
/**
 * Besides the line breaks there are, those that somebody wrote out: `<br>`, and `\n` where the line
 * ends or goes on with what begins one. NOTE: not behind a run of either.
 */
const LINE_BREAK = new RegExp(
  `\\r\\n|[\\r\\n]|<br ?/?>|(?:\\\\r)?\\\\n(?=[^\\S\\r\\n]?(?:${FIELD}|#|https?:|\\\\[rn]|$))`,
  "im",
);
/** A line that only a robots.txt has, also behind the warning of a server script. */
const DIRECTIVE = /^[^\S\r\n]*(?:user[ -]?agent|disallow|allow|sitemap)[^\S\r\n]*:/im;

/**
 * Reads a robots.txt as its authors meant it: the file is written by hand. Never throws.
 *
 * @param bytes the caller cuts them at 500 KiB
 * @param robotsUrl the final URL of the file; relative URLs are resolved against it
 * @param userAgent whose rules are read, by its product name; without one, those of everyone
 */
export function parseRobots(bytes: Uint8Array, robotsUrl: string, userAgent = "*"): Robots {
  const text = decode(bytes);
  if (isOtherDocument(text)) return NO_ROBOTS;
  const lines = text.split(LINE_BREAK).map(stripComment);
  const sitemaps = new Set<string>();
  for (const line of lines) {
    for (const reference of sitemapReferences(line)) {
      const result = normalizeUrl(reference, robotsUrl);
      if ("url" in result) sitemaps.add(result.url);
    }
  }
  return { isRobots: true, sitemaps: [...sitemaps], ...readRules(lines, robotsUrl, userAgent) };
}

function decode(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { encoding, bomLength } = detectCharset(buffer, null);
  return createDecoder(encoding)
    .decode(buffer.subarray(bomLength))
    .replace(MARK_AS_LATIN_1, "")
    .replaceAll(INVISIBLE, "");
}

function isOtherDocument(text: string): boolean {
  const beginning = text.slice(0, PAGE_BEGINNING).trimStart();
  if (/^[{[]\s*["{[]/.test(beginning)) return true;
  const isMarkup = beginning.startsWith("<");
  return PAGE.test(beginning)
    ? isMarkup || !DIRECTIVE.test(text)
    : isMarkup && !DIRECTIVE.test(text);
}

/** A `#` inside a URL is its fragment: a comment begins the line or follows white space. */
function stripComment(line: string): string {
  const comment = line.search(/(?:^|\s)#/);
  return (comment < 0 ? line : line.slice(0, comment)).trim();
}
