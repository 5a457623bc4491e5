import { cleanLine } from "./clean-text.ts";
import { isHostOf } from "./url.ts";

const ABSOLUTE = /^https?:\/\/[^\s/]/i;
const QUOTES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ["<", ">"],
]);
const STRAY_AT_END = new Set(`"'>,;| `);
/** What some write behind a URL: when it changed, how often it does, how much it matters. */
const CHANGE =
  /^(?:\d{4}-\d{2}(?:-\d{2}(?:T\S*)?)?|always|hourly|daily|weekly|monthly|yearly|never)$/i;
const PRIORITY = /^[01]\.\d+$/;
const SEPARATORS = [" ", ",", ";", "|"];
const MAX_ANNOTATIONS = 4;

/**
 * Reads one line of a list. A table has its columns parted by tabs, or its URL in quotes: what
 * follows the first column is no part of the URL.
 *
 * @param base the file's URL: its host may stand without a scheme
 * @returns the URL as written, or null when the line does not begin with one
 */
export function urlOfLine(line: string, base: string): string | null {
  const text = firstColumn(line);
  return ABSOLUTE.test(text) || isOnHostOf(text, base) ? withoutAnnotations(text) : null;
}

function firstColumn(line: string): string {
  const text = cleanLine(line.trimStart().split("\t", 1)[0] ?? "");
  const closing = QUOTES.get(text.charAt(0));
  // No URL holds a `<` as it is: a line of a page goes on with its markup there.
  const end = text.indexOf(closing ?? "<", 1);
  return withoutStrays(text.slice(closing === undefined ? 0 : 1, end < 0 ? undefined : end));
}

function withoutStrays(text: string): string {
  let end = text.length;
  while (end > 0 && STRAY_AT_END.has(text.charAt(end - 1))) end--;
  return text.slice(0, end).trimStart();
}

/** `example.com/a` in a file of example.com; the name of a host alone is only a word. */
function isOnHostOf(text: string, base: string): boolean {
  const slash = text.indexOf("/");
  return slash > 0 && !/\s/.test(text) && isHostOf(text.slice(0, slash), base);
}

function withoutAnnotations(text: string): string {
  const remark = text.indexOf(" #");
  let rest = remark < 0 ? text : withoutStrays(text.slice(0, remark));
  let url = rest;
  for (let count = 0; count < MAX_ANNOTATIONS; count++) {
    const place = Math.max(...SEPARATORS.map((separator) => rest.lastIndexOf(separator)));
    const word = rest.slice(place + 1);
    if (place < 0 || !(CHANGE.test(word) || PRIORITY.test(word))) break;
    const isCertain = CHANGE.test(word) || rest.charAt(place) === " ";
    rest = withoutStrays(rest.slice(0, place));
    // A number behind a comma may be part of the name of a page.
    if (isCertain) url = rest;
  }
  return url;
}
