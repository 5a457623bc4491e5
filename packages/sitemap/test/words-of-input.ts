import { domainToUnicode } from "node:url";
import { ByteReader } from "../src/byte-reader.ts";
import { createDecoder, detectCharset } from "../src/charset.ts";
import { decompress } from "../src/decompress.ts";
import { characterOf, ENTITIES } from "../src/entities.ts";
import type { ReadOptions } from "../src/index.ts";
import { DEFAULT_LIMITS } from "../src/limits.ts";
import { noTroubles } from "../src/report.ts";

const MARKUP = /<!--[^]*?-->|<\?[^]*?\?>|<!\[CDATA\[|\]\]>|<[^<>]*>/gi;
/** The same where comments and instructions end as early as they do in HTML. */
const MARKUP_OF_HTML = /<!--(?:-?>|[^]*?--!?>)|<!\[CDATA\[|\]\]>|<[^<>]*>/gi;
const REFERENCE = /&(?:#\d{1,8}|#x[\da-f]{1,8}|[a-z][a-z\d]{0,31});/gi;
const LINE_BREAK = /[\r\n\u2028\u2029]/;
const INVISIBLE = /[\p{Cc}\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]/gu;
/** Of what expands to more nothing is asked. */
const MAX_BYTES = 1_048_576;
/** Of a URL: what is neither a delimiter nor escaped. */
const WORD = /[a-z\d_-]+/g;

/**
 * Makes a test for what was invented: does a URL have a word that stands nowhere in the document?
 * Of the document counts its text, once with its markup and once without, and of references what
 * they stand for.
 */
export async function wordsNotIn(
  body: Buffer,
  options: ReadOptions,
): Promise<(url: string) => boolean> {
  const text = await decodedText(body, options);
  if (text === null) return () => false;
  const sources = [
    text,
    text.replace(MARKUP, ""),
    text.replace(MARKUP_OF_HTML, ""),
    text.replaceAll("\0", ""),
  ].flatMap((source) => [
    folded(source),
    folded(unescaped(source)),
    folded(onOneLine(unescaped(source))),
  ]);
  const haystack = [...sources, folded(options.url)].join("\n");
  return (url) => wordsOf(url).some((word) => !stands(word, haystack));
}

/** A word stands there whole, or in two pieces between which was broken markup. */
function stands(word: string, haystack: string): boolean {
  if (haystack.includes(word)) return true;
  return Array.from(word.slice(1)).some(
    (_, at) => haystack.includes(word.slice(0, at + 1)) && haystack.includes(word.slice(at + 1)),
  );
}

function onOneLine(text: string): string {
  const lines = text.split(LINE_BREAK).map((line) => line.trim());
  return lines.join("").replace(INVISIBLE, "");
}

function wordsOf(url: string): string[] {
  const { hostname, pathname, search } = new URL(url);
  const path = `${pathname}${search}`.replace(/(?:%[\da-f]{2})+/gi, " ");
  const host = domainToUnicode(hostname) || hostname;
  return folded(`${host.replace(/[^\p{ASCII}]+/gu, " ")} ${path}`).match(WORD) ?? [];
}

/** Percent-encoded letters are their own words in either form. */
function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

function unescaped(text: string): string {
  return text.replace(REFERENCE, (reference) => {
    const name = reference.slice(1, -1);
    if (name.startsWith("#")) return characterOf(reference);
    return ENTITIES[name] ?? ENTITIES[name.toLowerCase()] ?? reference;
  });
}

async function decodedText(body: Buffer, options: ReadOptions): Promise<string | null> {
  const context = { limits: { ...DEFAULT_LIMITS, ...options.limits }, troubles: noTroubles() };
  const source = new ByteReader(
    (async function* () {
      yield body;
    })(),
  );
  const bytes = await decompress(source, options.contentEncoding ?? null, [], context);
  const decoded = await bytes.read(MAX_BYTES);
  const { encoding, bomLength } = detectCharset(
    decoded.subarray(0, 16_384),
    options.contentType ?? null,
  );
  await bytes.close();
  if (decoded.length === MAX_BYTES) return null;
  return createDecoder(encoding).decode(decoded.subarray(bomLength));
}
