import { gzipSync } from "node:zlib";

/** What a scan of the sample site must find. */
export const SAMPLE_SITE_TRUTH = {
  /** Sitemap files, the broken one included. */
  sitemaps: 7,
  /** Of these, files that cannot be read: one is listed and not there (404). */
  failed: 1,
  /** Distinct pages: 60 + 60 + 200 + 25 entries, of which 15 are listed twice. */
  pages: 330,
} as const;

export interface SampleFile {
  contentType: string;
  body: Buffer;
}

const XML = "application/xml; charset=utf-8";
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';

/**
 * The files of the site by path:
 *
 *     robots.txt ─┬─ sitemap_index.xml ─┬─ blog/index.xml ─┬─ blog/2024.xml   60 pages
 *                 │                     │                  └─ blog/2025.xml   60, 10 of them in 2024
 *                 │                     ├─ products.xml.gz                    200
 *                 │                     └─ retired.xml                        is not there
 *                 └─ landing.txt                                              25, 5 of them in 2025
 */
export function sampleFiles(origin: string): Map<string, SampleFile> {
  const at = (path: string) => `${origin}${path}`;
  const pages = (path: string, from: number, count: number) =>
    Array.from({ length: count }, (_, index) => at(`${path}${from + index}`));
  const posts = pages("/blog/post-", 1, 110);
  const robots = `User-agent: *
Allow: /

Sitemap: ${at("/sitemap_index.xml")}
Sitemap: ${at("/landing.txt")}
`;
  return new Map([
    ["/", page("The sample site of the sitemap scanner: see /robots.txt")],
    ["/robots.txt", text(robots)],
    [
      "/sitemap_index.xml",
      index([at("/blog/index.xml"), at("/products.xml.gz"), at("/retired.xml")]),
    ],
    ["/blog/index.xml", index([at("/blog/2024.xml"), at("/blog/2025.xml")])],
    ["/blog/2024.xml", urlset(posts.slice(0, 60))],
    ["/blog/2025.xml", urlset(posts.slice(50))],
    ["/products.xml.gz", gzipped(urlset(pages("/products/", 1, 200)))],
    ["/landing.txt", text([...pages("/landing/", 1, 20), ...posts.slice(-5)].join("\n"))],
  ]);
}

function index(urls: readonly string[]): SampleFile {
  const children = urls.map((url) => `  <sitemap><loc>${url}</loc></sitemap>\n`).join("");
  return xml(`${HEAD}<sitemapindex ${NAMESPACE}>\n${children}</sitemapindex>\n`);
}

function urlset(urls: readonly string[]): SampleFile {
  const entries = urls
    .map((url) => `  <url><loc>${url}</loc><lastmod>2025-06-01</lastmod></url>\n`)
    .join("");
  return xml(`${HEAD}<urlset ${NAMESPACE}>\n${entries}</urlset>\n`);
}

function xml(content: string): SampleFile {
  return { contentType: XML, body: Buffer.from(content) };
}

function text(content: string): SampleFile {
  return { contentType: "text/plain; charset=utf-8", body: Buffer.from(content) };
}

function page(words: string): SampleFile {
  const body = `<!doctype html><title>Sample site</title><p>${words}</p>\n`;
  return { contentType: "text/html; charset=utf-8", body: Buffer.from(body) };
}

/** A file that is gzip itself, not an encoding of the transfer. */
function gzipped({ body }: SampleFile): SampleFile {
  return { contentType: "application/gzip", body: gzipSync(body) };
}
