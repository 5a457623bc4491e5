const SCHEME = "://";
const BEGINS_WITH_URL = /^["'<\ufeff]*https?:\/\//i;
/**
 * What may stand between two URLs, or nothing. NOTE: never a run of it, which would be tried from
 * each of its places.
 */
const NEXT_URL = /(?:[\s<>,;|\u0085]|(?<=^|[\s,;|])["']|\\[nrt]|(?<=[a-z\d]))(?=https?:\/\/)/gi;
/** Of these none stands in a URL as it is. */
const NEVER_INSIDE = /^(?:[\s<>\u0085]|\\[nrt])$/;
const MARKUP = /["<>]/;
const AROUND = new Set(` \t\r\n"'<>,;|\u0085`);
const ESCAPED_BREAKS = ["\\n", "\\r", "\\t"];

/**
 * Two URLs in one text are two entries, never one URL made of both. A URL that rightly carries
 * others, in its path behind a slash or in its query, stays whole.
 *
 * @returns the URLs as written without what parts them, or the text, trimmed, when there are not two
 */
export function splitUrls(written: string): string[] {
  const text = written.trim();
  if (!holdsTwo(text) || !BEGINS_WITH_URL.test(text)) return [text];
  const parts: string[] = [];
  let start = 0;
  for (const { 0: separator, index } of text.matchAll(NEXT_URL)) {
    const end = index + separator.length;
    const before = text.slice(start, index);
    if (!NEVER_INSIDE.test(separator) && isInside(before, separator, text.slice(end))) continue;
    parts.push(before);
    start = end;
  }
  if (start === 0) return [text];
  return [...parts, text.slice(start)].map(trimmed).filter((part) => part !== "");
}

function holdsTwo(text: string): boolean {
  return text.includes(SCHEME, text.indexOf(SCHEME) + SCHEME.length);
}

/** Whether the next URL belongs to the one before, to which a comma, or nothing, joins it. */
function isInside(before: string, separator: string, next: string): boolean {
  const [, first = "", ...others] = before.split(SCHEME);
  // What carries one may carry several.
  if (others.length > 0) return true;
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
