const SCHEME = "://";
const BEGINS_WITH_URL = /^["'<\ufeff]*https?:\/\//i;
/**
 * What may stand between two URLs, or nothing. NOTE: never a run of it, which would be tried from
 * each of its places.
 */
const NEXT_URL =
  /(?:[\s<>,;|\u0085]|(?<=^|[\s,;|])["']|\\[nrt]|(?<=[a-z\d])(?<!%[\da-f]{2}))(?=https?:\/\/)/gi;
/** Of these none stands in a URL as it is. */
const NEVER_INSIDE = /^(?:[\s<>\u0085]|\\[nrt])$/;
const MARKUP = /["<>]/;
const AROUND = new Set(` \t\r\n"'<>,;|\u0085`);
const ESCAPED_BREAKS = ["\\n", "\\r", "\\t"];

/** Where one URL ends and the next begins. */
interface Border {
  end: number;
  next: number;
}

/**
 * Two URLs in one text are two entries, never one URL made of both. A URL that rightly carries
 * others, in its path behind a slash or in its query, stays whole.
 *
 * @returns the URLs as written without what parts them, or the text, trimmed, when there are not two
 */
export function splitUrls(written: string): string[] {
  const text = written.trim();
  const borders = findBorders(text);
  if (borders.length === 0) return [text];
  const starts = [0, ...borders.map(({ next }) => next)];
  const parts = starts.map((start, at) => trimmed(text.slice(start, borders[at]?.end)));
  return parts.filter((part) => part !== "");
}

/** @returns where the last URL of a text begins that may go on; 0 when there are not two */
export function startOfLastUrl(text: string): number {
  return findBorders(text).at(-1)?.next ?? 0;
}

function findBorders(text: string): Border[] {
  const borders: Border[] = [];
  let second = schemeBehind(text, text.indexOf(SCHEME));
  if (second < 0 || !BEGINS_WITH_URL.test(text)) return borders;
  let start = 0;
  for (const { 0: separator, index: end } of text.matchAll(NEXT_URL)) {
    const next = end + separator.length;
    // What carries one URL may carry several.
    const carries = second >= 0 && second < end;
    const joins = !NEVER_INSIDE.test(separator);
    if (joins && (carries || isInside(text.slice(start, end), separator, text.slice(next))))
      continue;
    borders.push({ end, next });
    start = next;
    second = schemeBehind(text, text.indexOf(SCHEME, next));
  }
  return borders;
}

/** @returns where the next scheme after that at a place ends its name; negative when there is none */
function schemeBehind(text: string, at: number): number {
  return at < 0 ? -1 : text.indexOf(SCHEME, at + SCHEME.length);
}

/** Whether the next URL belongs to the one before, to which a comma, or nothing, joins it. */
function isInside(before: string, separator: string, next: string): boolean {
  const first = before.slice(before.indexOf(SCHEME) + SCHEME.length);
  // A scheme that is glued to a host is no second URL but a broken one.
  if (separator === "" && !first.includes("/")) return true;
  return first.includes("?") && hostOf(first) !== hostOf(next.slice(next.indexOf(SCHEME) + 3));
}

function hostOf(withoutScheme: string): string | undefined {
  return /^[^/?#]+/.exec(withoutScheme)?.[0].toLowerCase();
}

function trimmed(part: string): string {
  let start = 0;
  while (start < part.length && AROUND.has(part.charAt(start))) start++;
  const text = part.slice(start);
  const markup = text.search(MARKUP);
  let end = markup < 0 ? text.length : markup;
  for (;;) {
    if (end > 0 && AROUND.has(text.charAt(end - 1))) end--;
    else if (ESCAPED_BREAKS.includes(text.slice(Math.max(end - 2, 0), end))) end -= 2;
    else return text.slice(0, end);
  }
}
