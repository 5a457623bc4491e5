import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";

/** One `<url>` of a sitemap; the values are escaped and otherwise left as they are. */
export interface UrlEntry {
  loc: string;
  lastmod?: string;
  changefreq?: string;
  priority?: string;
}

/** The URLs `<prefix>1` to `<prefix><count>`. */
export interface GeneratedUrls {
  count: number;
  prefix: string;
}

/** Can be read any number of times, unless it was made from a source that can be read only once. */
export type Content = AsyncIterable<Buffer>;

const CHUNK_BYTES = 64 * 1024;
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';

/** A sitemap of any size, never held in memory as a whole. */
export function urlset(urls: Iterable<string | UrlEntry> | GeneratedUrls): Content {
  return inChunks(function* () {
    yield `${HEAD}<urlset ${NAMESPACE}>\n`;
    for (const url of listed(urls)) yield urlElement(typeof url === "string" ? { loc: url } : url);
    yield "</urlset>\n";
  });
}

/** A text sitemap: one URL a line. */
export function urlList(urls: Iterable<string> | GeneratedUrls): Content {
  return inChunks(function* () {
    for (const url of listed(urls)) yield `${url}\n`;
  });
}

/** A sitemap index that names other sitemaps. */
export function sitemapIndex(locations: Iterable<string>): string {
  const children = Array.from(locations, (loc) => `<sitemap>${element("loc", loc)}</sitemap>\n`);
  return `${HEAD}<sitemapindex ${NAMESPACE}>\n${children.join("")}</sitemapindex>\n`;
}

/** The same content compressed, as a file `.xml.gz` holds it. */
export function gzip(content: string | Uint8Array | AsyncIterable<string | Uint8Array>): Content {
  return {
    async *[Symbol.asyncIterator]() {
      const whole = typeof content === "string" || ArrayBuffer.isView(content);
      const source = whole ? Readable.from([Buffer.from(content)]) : Readable.from(content);
      // A failure of the source is thrown by the loop that reads the result.
      yield* pipeline(source, createGzip(), () => undefined) as AsyncIterable<Buffer>;
    },
  };
}

function listed<T>(urls: Iterable<T> | GeneratedUrls): Iterable<T | string> {
  return "count" in urls ? numbered(urls) : urls;
}

function* numbered({ count, prefix }: GeneratedUrls): Generator<string> {
  for (let number = 1; number <= count; number++) yield `${prefix}${number}`;
}

function urlElement(entry: UrlEntry): string {
  const { loc, lastmod, changefreq, priority } = entry;
  const inner = Object.entries({ loc, lastmod, changefreq, priority })
    .map(([name, value]) => (value === undefined ? "" : element(name, value)))
    .join("");
  return `<url>${inner}</url>\n`;
}

function element(name: string, value: string): string {
  const escaped = value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return `<${name}>${escaped}</${name}>`;
}

function inChunks(parts: () => Iterable<string>): Content {
  return {
    async *[Symbol.asyncIterator]() {
      let chunk = "";
      for (const part of parts()) {
        chunk += part;
        if (chunk.length < CHUNK_BYTES) continue;
        yield Buffer.from(chunk);
        chunk = "";
      }
      if (chunk !== "") yield Buffer.from(chunk);
    },
  };
}
