/**
 * Reads a generated urlset of 50 MB, plain and gzipped, and prints the speed and the memory it took.
 *
 *     node packages/sitemap/bench/read.bench.ts
 */
import { gzipSync } from "node:zlib";
import { readSitemap } from "../src/index.ts";

const PAGES = 245_000;
const CHUNK_BYTES = 65_536;

function urlset(pages: number): Buffer {
  const parts = [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n',
  ];
  for (let page = 0; page < pages; page++) {
    const slug = `a-product-with-a-name-of-some-length-${page}`;
    parts.push(
      `  <url>\n    <loc>https://shop.example.com/catalogue/${page % 97}/${slug}?a=1&amp;b=2</loc>\n`,
      `    <lastmod>2024-0${1 + (page % 9)}-11T08:15:30+02:00</lastmod>\n`,
      "    <changefreq>weekly</changefreq>\n  </url>\n",
    );
  }
  parts.push("</urlset>\n");
  return Buffer.from(parts.join(""));
}

async function* inChunks(body: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += CHUNK_BYTES) {
    yield body.subarray(at, at + CHUNK_BYTES);
    await new Promise(setImmediate);
  }
}

async function measure(name: string, body: Buffer): Promise<void> {
  global.gc?.();
  const rssBefore = process.memoryUsage.rss();
  const begin = performance.now();
  let peak = 0;
  const reading = readSitemap(inChunks(body), { url: "https://shop.example.com/sitemap.xml" });
  let batches = 0;
  for await (const _entries of reading) {
    if (batches++ % 64 === 0) peak = Math.max(peak, process.memoryUsage.rss());
  }
  const seconds = (performance.now() - begin) / 1_000;
  const { entries, bytes, outcome } = reading.report;
  const line = [
    name.padEnd(6),
    `${outcome} ${entries} entries`,
    `${(bytes / 1e6).toFixed(1)} MB`,
    `${seconds.toFixed(2)} s`,
    `${(bytes / 1e6 / seconds).toFixed(1)} MB/s`,
    `RSS +${((peak - rssBefore) / 1e6).toFixed(0)} MB`,
  ];
  process.stdout.write(`${line.join("  ")}\n`);
}

const plain = urlset(PAGES);
await measure("warm", plain.subarray(0, plain.length / 10));
await measure("plain", plain);
await measure("gzip", gzipSync(plain));
