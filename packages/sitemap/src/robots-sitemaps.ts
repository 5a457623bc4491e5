/** `Sitemap: …` as people write it: any case, `site-map`, `sitemaps`, spaces before the colon. */
const FIELD = /^site-?maps?\s?[:\uff1a]\s?/i;
/** What names a sitemap only when an absolute URL follows: no colon, a number, a longer name. */
const LOOSE_FIELD = /^(?:xml )?site[ _-]?maps?(?:[ _-]?(?:index|url|xml|\d{1,4}))? ?[:=>-]* ?/i;
const OPENING = "[\"'`<(\\[]{0,3}";
const ABSOLUTE = new RegExp(`^${OPENING}https?://`, "i");
const ABSOLUTE_OR_ROOTED = new RegExp(`^${OPENING}(?:https?:/)?/`, "i");
/** A field in the middle of a line whose line breaks were lost. */
const INNER_FIELD = /[\s;]site-?maps? ?: ?(?=["'<]?https?:\/\/)/i;
const NEXT_URL = /[\s,;|]["'<]?https?:\/\//gi;
/** Behind the URL of a line whose line breaks were lost. */
const OTHER_FIELD = /\s(?:user-?agent|(?:dis)?allow|crawl-?delay|host|site-?maps?) ?:/i;
/** What stands behind the name of a file is no part of it. */
const FILE_AND_MORE = /^(\S+\.(?:xml|gz|txt|php|aspx?|rss|atom))[,;]?\s/i;
const AROUND = new Set(" \t\"'`<>,;|()[]");

/**
 * @param line without its comment
 * @returns the references of one line, as written but for what stands around them
 */
export function sitemapReferences(line: string): string[] {
  const value = sitemapValue(line.replaceAll(/\s+/g, " "));
  if (value === null) return [];
  return splitUrls(value)
    .map(referenceOf)
    .filter((reference) => /[./]/.test(reference));
}

function sitemapValue(line: string): string | null {
  const field = FIELD.exec(line)?.[0];
  if (field !== undefined) return line.slice(field.length);
  const loose = LOOSE_FIELD.exec(line)?.[0];
  if (loose !== undefined) {
    const rest = line.slice(loose.length);
    const named = ABSOLUTE.test(rest) || (loose.endsWith(" ") && ABSOLUTE_OR_ROOTED.test(rest));
    if (named) return rest;
  }
  // An address alone on its line that speaks of a sitemap.
  if (ABSOLUTE.test(line)) return !line.includes(" ") && /site-?map/i.test(line) ? line : null;
  const inner = INNER_FIELD.exec(line);
  return inner === null ? null : line.slice(inner.index + inner[0].length);
}

function splitUrls(value: string): string[] {
  const ends = [...value.matchAll(NEXT_URL)].map(({ index }) => index);
  return [0, ...ends].map((start, part) => value.slice(start, ends[part]));
}

function referenceOf(part: string): string {
  const otherField = part.search(OTHER_FIELD);
  const reference = trimAround(otherField < 0 ? part : part.slice(0, otherField));
  return trimAround(FILE_AND_MORE.exec(reference)?.[1] ?? reference);
}

function trimAround(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && AROUND.has(text.charAt(start))) start++;
  while (start < end && AROUND.has(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
