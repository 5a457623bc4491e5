/** What closes each of what may be round a URL. */
const CLOSING: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ["`", "`"],
  ["<", ">"],
  ["“", "”"],
  ["‘", "’"],
]);
/** Quotes, brackets, an escaped space, CDATA as text, a link of Markdown or HTML. */
const OPENING =
  /^(?:["'`<(“‘] ?|%20|<!\[CDATA\[ ?|\[[^[\]]{0,200}\]\(|<a\s[^<>]{0,500}?href ?= ?)+(?=https?:\/\/)/i;

/**
 * Takes a URL out of what is round it, where that is certain.
 *
 * @param line begins otherwise than with http
 * @returns the URL as written, or the line as it is
 */
export function unwrapUrl(line: string): string {
  const opening = OPENING.exec(line)?.[0];
  if (opening === undefined) return line;
  const url = line.slice(opening.length).split("]]>", 1)[0] ?? "";
  const ends = Array.from(opening, (open) => endOf(url, open)).filter((at) => at >= 0);
  const end = Math.min(...ends, url.length);
  return url.slice(0, end).trim();
}

function endOf(url: string, open: string): number {
  // Brackets may stand in a URL, in pairs.
  return open === "(" ? url.lastIndexOf(")") : url.indexOf(CLOSING.get(open) ?? "<");
}
