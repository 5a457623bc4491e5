/** What a file is, judged by its beginning. */
export type Guess = { form: "xml" | "text" } | { form: "other"; what: string };

const MARKUP = "<(?:\\?xml|(?:[\\w-]+:)?(?:urlset|sitemapindex|rss|rdf|feed)[\\s>/])";
const SITEMAP_MARKUP = new RegExp(MARKUP, "i");
/** What no line of JSON begins with. */
const LINE_OF_SITEMAP = new RegExp(`^[^\\S\\r\\n]*(?:${MARKUP}|https?://)`, "im");
const ENTRY = /<(?:[\w-]+:)?(?:url|sitemap|loc|channel|item|entry|link)[\s>/]/i;
/** Lines of a list: a remark, or a URL. What they hold is no markup. */
const LINES_OF_LIST = /^[^\S\r\n]*(?:#|https?:\/\/).*/gim;
const URL_LINE = /^[^\S\r\n]*<?https?:\/\//im;
/** A warning of PHP has no other tags than these; the last one may be cut. */
const NOTICE_TAGS = /<\/?(?:(?:br|b|i)\b[^<>]*(?:>|$)|$)/gi;
const COMMENT = /<!--[^]*?-->/g;
const JSON_VALUE = /^(?:\{|\[\s*(?:["{[\]]|-?\d[\d.]*\s*(?:,|\]\s*$)))/;
// oxlint-disable-next-line no-control-regex -- control characters are what tells binary from text
const BINARY = /[\u0001-\u0008\u000e-\u001a\ufffd]/g;

/**
 * Tells XML from text from what is neither, by content alone: names and content types lie.
 *
 * @param beginning decoded text, not blank
 * @returns null when it shows nothing: notices of a program may stand before any form
 */
export function detectForm(beginning: string): Guess | null {
  const text = beginning.replaceAll("\0", "").trimStart();
  if (JSON_VALUE.test(text) && !LINE_OF_SITEMAP.test(text)) return { form: "other", what: "JSON" };
  if (hasMarkup(text)) return { form: "xml" };
  if (text.startsWith("<"))
    return formOfTags(text.replaceAll(COMMENT, "x").replace(NOTICE_TAGS, "x"));
  if (text.startsWith("%PDF-")) return { form: "other", what: "a PDF" };
  if (text.startsWith("PK\u0003\u0004")) return { form: "other", what: "a ZIP archive" };
  const odd = text.match(BINARY)?.length ?? 0;
  if (text === "" || odd * 10 > text.length) return { form: "other", what: "binary data" };
  return URL_LINE.test(text) ? { form: "text" } : null;
}

/** @returns the form of what shows none to its end */
export function guessForm(text: string): Guess {
  return { form: text.trimStart().startsWith("<") ? "xml" : "text" };
}

function hasMarkup(text: string): boolean {
  if (!SITEMAP_MARKUP.test(text)) return false;
  return ENTRY.test(text) || SITEMAP_MARKUP.test(text.replace(LINES_OF_LIST, ""));
}

/** @param text without comments and the tags of notices */
function formOfTags(text: string): Guess | null {
  const tag = text.search(/<(?!https?:)/i);
  const url = text.search(URL_LINE);
  if (url >= 0 && (tag < 0 || url < tag)) return { form: "text" };
  return tag < 0 ? null : { form: "xml" };
}
