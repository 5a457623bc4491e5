import { cleanLine, MARK_AS_LATIN_1 } from "./clean-text.ts";
import { splitUrls } from "./split-urls.ts";
import { isHostOf } from "./url.ts";

/** Nearly every line there is: nothing of it could be anything else than one URL. */
const PLAIN = /^https?:\/\/\w[\w.~%/?=&+@!$*()-]*$/i;
const ABSOLUTE = /^https?:\/\/[^\s/]/i;
const QUOTES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ["<", ">"],
]);
const STRAY_AT_END = new Set(`"'>,;| `);
/** What a script did not fill in; and who writes `&amp;` or `&#038;` in a list has escaped it as for XML. */
const UNEXPANDED = /<[?%]/;
const AMPERSAND = /&(?:amp|#0{0,6}38);/gi;
/** What some write behind a URL: when it changed, how often it does, of what type it is. */
const COLUMN = new RegExp(
  [
    "\\d{4}-\\d{2}(?:-\\d{2}(?:T\\S*)?)?",
    "\\d{4}([/.])\\d{1,2}\\1\\d{1,2}",
    "\\d{1,2}([/.])\\d{1,2}\\2\\d{4}",
    "always|hourly|daily|weekly|monthly|yearly|never",
    "(?:lastmod|changefreq|priority)=\\S+",
    "(?:text|application)/[\\w.+-]+",
  ]
    .map((form) => `^(?:${form})$`)
    .join("|"),
  "i",
);
const PRIORITY = /^[01]\.\d+$/;
/** What may stand beside such a column, but may be part of the name of a page as well. */
const DOUBTFUL_COLUMN =
  /^(?:\d+(?:\.\d+)?|\d{1,2}:\d{2}(?::\d{2})?(?:Z|[+-][\d:]+)?|charset=\S+)$/i;
const SEPARATORS = [" ", ",", ";", "|"];
const MAX_ANNOTATIONS = 6;

/**
 * Reads one line of a list. A table has its columns parted by tabs, commas or the like, or its URL in
 * quotes: what follows the first column is no part of the URL, but may be one more.
 *
 * @param base the file's URL: its host may stand without a scheme
 * @returns the URLs as written, none when the line does not begin with one
 */
export function urlsOfLine(line: string, base: string): string[] {
  if (PLAIN.test(line)) return [line];
  if (UNEXPANDED.test(line)) return [];
  const urls: string[] = [];
  for (const part of splitUrls(line.replace(MARK_AS_LATIN_1, ""))) {
    const text = firstColumn(part);
    if (ABSOLUTE.test(text) || isOnHostOf(text, base))
      urls.push(withoutWords(withoutAnnotations(text)).replaceAll(AMPERSAND, "&"));
  }
  return urls;
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
    const isCertain = COLUMN.test(word) || (PRIORITY.test(word) && rest.charAt(place) === " ");
    if (place < 0 || !(isCertain || DOUBTFUL_COLUMN.test(word))) break;
    rest = withoutStrays(rest.slice(0, place));
    if (isCertain) url = rest;
  }
  return url;
}

/** `…/a,My title`: tables have no space behind a comma, and addresses have none at all. */
function withoutWords(url: string): string {
  const head = url.split(/\s/, 1)[0] ?? "";
  if (head.length === url.length || head.includes("?")) return url;
  const column = head.search(/[,;|](?=.)/);
  return column < 0 ? url : url.slice(0, column);
}
