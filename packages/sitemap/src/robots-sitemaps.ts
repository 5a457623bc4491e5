/** `Sitemap: …` as people write it: any case, `site-map`, `sitemaps`, spaces before the colon. */
const FIELD = /^(?:site-?maps? ?[:\uff1a] ?)+/i;
/** What names a sitemap only when an absolute URL follows: no colon, a number, a longer name. */
const LOOSE_FIELD = /^(?:xml )?site[ _-]?maps?(?:[ _-]?(?:index|url|xml|\d{1,4}))? ?[:=>-]* ?/i;
const OPENING = "[\"'`<(\\[]{0,3}";
const ABSOLUTE = new RegExp(`^${OPENING}https?://`, "i");
const ABSOLUTE_OR_ROOTED = new RegExp(`^${OPENING}(?:https?:/)?/`, "i");
const OTHER_FIELD = "(?:user[ -]?agent|(?:dis)?allow|crawl-?delay|host|site-?maps?) ?:";
/** A line whose line breaks were lost: a sitemap behind another field. */
const RUN_TOGETHER = new RegExp(`^${OTHER_FIELD}.*? site-?maps? ?: ?(?=${OPENING}https?://)`, "i");
/** The name of a file ends here, whatever is glued to it. */
const END_OF_FILE = "(?<=\\.(?:xml|gz|txt))";
/** Behind the URL of such a line. */
const NEXT_FIELD = new RegExp(`(?: |${END_OF_FILE})${OTHER_FIELD}`, "i");
const NEXT_URL = new RegExp(`(?:[ ,;|"'<>()[\\]]|${END_OF_FILE})(?=https?://)`, "gi");
/** What stands behind the name of a file is no part of it, nor is the full stop of a sentence. */
const FILE_AND_MORE = /^(\S+\.(?:xml|gz|txt|php|aspx?|rss|atom))(?:[.,;]? |\.$)/i;
const LABEL_OF_LINK = /\[[^[\]]{0,200}\]\((?=https?:)/gi;
const AROUND = new Set(" \"'`<>,;|()[]");
const SPEAKS_OF_SITEMAP = /site-?map/i;

/**
 * @param line without its comment
 * @returns the references of one line, as written but for what stands around them
 */
export function sitemapReferences(line: string): string[] {
  const text = line.replaceAll(/\s+/g, " ");
  const value = fieldValue(text);
  if (value !== null) return splitUrls(value).map(referenceOf).filter(isReference);
  // A line of nothing but addresses counts as far as they speak of a sitemap.
  const parts = ABSOLUTE.test(text) ? splitUrls(text).map(trimAround) : [];
  const isSentence = parts.some((part) => part.includes(" "));
  return isSentence ? [] : parts.filter((url) => SPEAKS_OF_SITEMAP.test(url));
}

function fieldValue(text: string): string | null {
  const field = FIELD.exec(text)?.[0];
  if (field !== undefined) return text.slice(field.length);
  const loose = LOOSE_FIELD.exec(text)?.[0];
  if (loose !== undefined) {
    const rest = text.slice(loose.length);
    const named = ABSOLUTE.test(rest) || (loose.endsWith(" ") && ABSOLUTE_OR_ROOTED.test(rest));
    if (named) return rest;
  }
  const before = RUN_TOGETHER.exec(text)?.[0];
  return before === undefined ? null : text.slice(before.length);
}

function splitUrls(value: string): string[] {
  const text = value.replaceAll(LABEL_OF_LINK, "");
  const ends = [...text.matchAll(NEXT_URL)].map(({ index }) => index);
  return [0, ...ends].map((start, part) => text.slice(start, ends[part]));
}

function referenceOf(part: string): string {
  const nextField = part.search(NEXT_FIELD);
  const whole = trimAround(nextField < 0 ? part : part.slice(0, nextField));
  const beforeMarkup = whole.split(/[<>]/, 1)[0] ?? "";
  return trimAround(FILE_AND_MORE.exec(beforeMarkup)?.[1] ?? beforeMarkup);
}

/** Words are none: `none`, `N/A`, `see the list below`. A path or an address may have spaces. */
function isReference(text: string): boolean {
  if (/^(?:https?:|\.{0,2}\/)/i.test(text)) return true;
  return (
    !text.includes(" ") &&
    !/^n\/?a$/i.test(text) &&
    (/[./]/.test(text) || SPEAKS_OF_SITEMAP.test(text))
  );
}

function trimAround(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && AROUND.has(text.charAt(start))) start++;
  while (start < end && AROUND.has(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
