/** What a file is, judged by its beginning. */
type Guess = { form: "xml" | "text" } | { form: "other"; what: string };

const SITEMAP_MARKUP = /<(?:\?xml|(?:[\w-]+:)?(?:urlset|sitemapindex|rss|rdf|feed)[\s>/])/i;
const JSON_OBJECT = /^(?:\{\s*["}]|\[\s*["{[\]])/;
const JSON_NUMBERS = /^(?:\{|\[\s*[\d-])/;
/** A list of URLs, perhaps behind a warning of PHP, which has no other tags than these. */
const LIST = /^(?:(?:[^<]|<\/?(?:br|b|i)\b[^<>]*>)*?[\r\n])?[^\S\r\n]*<?https?:\/\//i;
// oxlint-disable-next-line no-control-regex -- control characters are what tells binary from text
const BINARY = /[\u0000-\u0008\u000e-\u001a\ufffd]/g;

/**
 * Tells XML from text from what is neither, by content alone: names and content types lie.
 *
 * @param beginning decoded text, not blank
 */
export function detectForm(beginning: string): Guess {
  const text = beginning.trimStart();
  if (JSON_OBJECT.test(text)) return { form: "other", what: "JSON" };
  if (SITEMAP_MARKUP.test(text)) return { form: "xml" };
  if (text.startsWith("<")) return { form: LIST.test(text) ? "text" : "xml" };
  if (text.startsWith("%PDF-")) return { form: "other", what: "a PDF" };
  if (text.startsWith("PK\u0003\u0004")) return { form: "other", what: "a ZIP archive" };
  if (JSON_NUMBERS.test(text)) return { form: "other", what: "JSON" };
  const odd = text.match(BINARY)?.length ?? 0;
  if (odd * 10 > text.length) return { form: "other", what: "binary data" };
  return { form: "text" };
}
