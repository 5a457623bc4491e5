import { Parser } from "htmlparser2";
import { createDecoder, detectCharset } from "./charset.ts";
import { cleanProse } from "./clean-text.ts";
import { decompressBeginning } from "./decompress-beginning.ts";
import { normalizeUrl } from "./url.ts";

export interface HtmlPage {
  /** The page's final URL. */
  url: string;
  contentType: string | null;
  /** The header as received, if the body is still encoded that way. */
  contentEncoding?: string | null;
}

/** What a page says about sitemaps: URLs, absolute and normalised, each once, in their order. */
export interface SitemapLinks {
  /** Targets of `<link rel="sitemap">`. */
  declared: string[];
  /** Targets of other links whose address or words speak of a sitemap. */
  mentioned: string[];
}

/** Of the decompressed page; what follows is not looked at. */
const MAX_BYTES = 2_097_152;
const MAX_LINKS = 50;
/** Open elements. The parser keeps them in a list that it searches for each end tag. */
const MAX_DEPTH = 1_000;
const MAX_WORDS = 1_000;
/** How much is parsed before the depth is looked at. */
const STEP = 8_192;

/** How the sites of a language call theirs where they do not say "sitemap". */
const WORDS = new RegExp(
  [
    "site ?map", // also the Dutch, German, Scandinavian …
    "plan du site",
    "mapa (?:del sitio|web|do site|strony|serwisu|stránek)",
    "mappa del sito",
    "site haritası",
    "карта сайта",
    "サイトマップ",
    "사이트 ?맵",
    "(?:网站|站点)地图|網站(?:地圖|導覽)",
  ].join("|"),
  "iu",
);

/**
 * Finds the links of a page of HTML that lead to sitemaps. Whether they do is seen only when they
 * are read. Never throws.
 *
 * @param bytes the page, or its beginning, as received
 */
export async function findSitemapLinks(bytes: Uint8Array, page: HtmlPage): Promise<SitemapLinks> {
  const links = new LinkGatherer();
  parse(await textOf(bytes, page), links);
  const base = absolute(links.base, page.url) ?? page.url;
  const seen = new Set([absolute(page.url, page.url)]);
  const resolve = (hrefs: readonly string[]) => {
    const urls: string[] = [];
    for (const href of hrefs) {
      const url = absolute(href, base);
      if (url !== null && !seen.has(url) && urls.length < MAX_LINKS) urls.push(url);
      seen.add(url);
    }
    return urls;
  };
  return { declared: resolve(links.declared), mentioned: resolve(links.mentioned) };
}

async function textOf(bytes: Uint8Array, page: HtmlPage): Promise<string> {
  const body = await decompressBeginning(bytes, page.contentEncoding ?? null, MAX_BYTES);
  const { encoding, bomLength } = detectCharset(body, charsetOf(page.contentType, body));
  return createDecoder(encoding).decode(body.subarray(bomLength));
}

/** The page's own word for its charset counts where the header says none. */
function charsetOf(contentType: string | null, body: Buffer): string | null {
  if (/charset/i.test(contentType ?? "")) return contentType;
  const head = body.toString("latin1", 0, 4_096);
  const label = /<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1];
  return label === undefined ? null : `text/html; charset=${label}`;
}

function parse(text: string, links: LinkGatherer): void {
  const parser = new Parser({
    onopentag: (name, attributes) => links.open(name, attributes),
    onclosetag: (name) => links.close(name),
    ontext: (piece) => links.text(piece),
  });
  for (let at = 0; at < text.length && links.wanted; at += STEP)
    parser.write(text.slice(at, at + STEP));
  parser.end();
  links.finish();
}

/** Gathers what links say as the page is parsed; `href`s as written, for a base may come later. */
class LinkGatherer {
  base = "";
  readonly declared: string[] = [];
  readonly mentioned: string[] = [];
  #depth = 0;
  #anchor: { href: string; words: string } | null = null;

  get wanted(): boolean {
    return this.#depth < MAX_DEPTH;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#depth++;
    const { href = "", rel = "" } = attributes;
    if (name === "base" && this.base === "") this.base = href;
    if (name === "link" && rel.toLowerCase().split(/\s+/).includes("sitemap"))
      this.declared.push(href);
    if (name === "a" || name === "area") {
      this.finish();
      this.#anchor = { href, words: "" };
    }
    for (const words of [attributes["title"], attributes["aria-label"], attributes["alt"]])
      if (words !== undefined) this.text(` ${words} `);
    if (name === "area") this.finish();
  }

  close(name: string): void {
    this.#depth--;
    if (name === "a") this.finish();
  }

  text(piece: string): void {
    const anchor = this.#anchor;
    if (anchor !== null && anchor.words.length < MAX_WORDS)
      anchor.words += piece.slice(0, MAX_WORDS);
  }

  /** Judges the link that is open, if any. */
  finish(): void {
    const anchor = this.#anchor;
    this.#anchor = null;
    if (anchor === null || this.mentioned.length >= MAX_LINKS * 4) return;
    const says = [addressWords(anchor.href), cleanProse(anchor.words)];
    if (says.some((words) => WORDS.test(words.replaceAll(/[-_+]/g, " "))))
      this.mentioned.push(anchor.href);
  }
}

/** The path and query of an address in readable form: a host called sitemaps.org says nothing. */
function addressWords(href: string): string {
  const url = URL.parse(href, "https://base.invalid/");
  const path = `${url?.pathname ?? ""}${url?.search ?? ""}`.slice(0, MAX_WORDS);
  // Bytes that are no UTF-8 are left as they are: nothing is decoded but whole runs of escapes.
  return path.replaceAll(/(?:%[\da-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll("%", ""), "hex").toString(),
  );
}

function absolute(href: string, base: string): string | null {
  const normal = normalizeUrl(href, base);
  return "url" in normal ? normal.url : null;
}
