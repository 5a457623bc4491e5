/**
 * What it costs to audit entries as they pass: reads a generated urlset of 50 MB with and without, in turn,
 * by the time of the processor, so that what else runs on the machine matters little.
 *
 *     node apps/worker/bench/audit.bench.ts
 */
import { hashUrl, readSitemap, type Entry } from "@sitemap-scanner/sitemap";
import { createEntryAudit } from "../src/audit/entry-audit.ts";

const PAGES = 245_000;
const ROUNDS = 6;
const CHUNK_BYTES = 65_536;

function urlset(): Buffer {
  const parts = ['<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'];
  for (let page = 0; page < PAGES; page++) {
    const slug = `a-product-with-a-name-of-some-length-${page}`;
    parts.push(
      `  <url>\n    <loc>https://shop.example.com/catalogue/${page % 97}/${slug}?a=1&amp;b=2</loc>\n`,
      `    <lastmod>2024-0${1 + (page % 9)}-11T08:15:30+02:00</lastmod>\n`,
      "    <changefreq>weekly</changefreq>\n  </url>\n",
    );
  }
  return Buffer.from(`${parts.join("")}</urlset>\n`);
}

async function* inChunks(body: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += CHUNK_BYTES) yield body.subarray(at, at + CHUNK_BYTES);
}

/** Microseconds of the processor for each page. */
async function timePerPage(look: (entry: Entry, urlHash: string) => void): Promise<number> {
  const begin = process.cpuUsage();
  const reading = readSitemap(inChunks(body), { url: "https://shop.example.com/sitemap.xml" });
  for await (const entries of reading) for (const entry of entries) look(entry, hashUrl(entry.url));
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / PAGES;
}

const body = urlset();
const times: { without: number; audited: number }[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const without = await timePerPage(() => undefined);
  const audit = createEntryAudit();
  const audited = await timePerPage((entry, urlHash) =>
    audit.look(entry, { urlHash, isForeign: false }),
  );
  times.push({ without, audited });
}

/** The first round is there to warm up. */
const median = (of: "without" | "audited") =>
  times
    .slice(1)
    .map((time) => time[of])
    .sort((a, b) => a - b)[Math.floor((ROUNDS - 1) / 2)] ?? 0;
const [without, audited] = [median("without"), median("audited")];
process.stdout.write(
  `read and hashed ${without.toFixed(2)} µs a page, audited too ${audited.toFixed(2)} µs: ${(audited - without).toFixed(2)} µs more\n`,
);
