import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { cutAt, readBytes, readPieces, urlset, type Read } from "../test/read-bytes.ts";

const RICH = `\uFEFF<?xml version="1.0" encoding="utf-8"?><!-- a -- comment -->
<!DOCTYPE urlset [<!ENTITY x "y">]>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://i/">
<url><loc>
 <![CDATA[https://example.com/a?b=1&c=2]]>
</loc><lastmod>2024-05-06</lastmod><image:image><image:loc>https://cdn.example.com/é.png</image:loc>
<image:title>5 < 6 &amp; 7 &lt; 8 & 9</image:title></image:image></url>
<url><loc>https://example.com/?q=1&lt=2&x</loc><priority>0.5</priority></url>
<url><loc>https://example.com/<!-- in the middle -->日本/&#x1F600;</loc>
<url><loc>rel/ative</loc></url></urlset> <!-- the end`;
const LONG = urlset(
  ...Array.from({ length: 900 }, (_, n) => `https://example.com/${n}?a=1&amp;b=${n}`),
);
const LINES = "\uFEFFhttps://example.com/a\r\nhttps://example.com/b\rjunk\n\nhttps://example.com/ü";

const FRAGMENTS = [
  "<url>",
  "</url>",
  "<loc>",
  "</loc>",
  "https://example.com/",
  "<urlset>",
  "</urlset>",
  "<![CDATA[",
  "]]>",
  "<!--",
  "-->",
  "&",
  "&amp;",
  "<",
  ">",
  '"',
  " a='",
  "é",
  "\r\n",
  "<image:loc>",
  "<sitemap>",
  "<lastmod>",
  "2024",
  "<?xml ",
  "?>",
  "\0",
  "\ud83d",
  "x\n",
];

interface Sample {
  body: Buffer;
  contentEncoding?: string;
}

const SAMPLES: Record<string, Sample> = {
  "a small document": { body: Buffer.from(RICH) },
  "a small document in UTF-16": { body: Buffer.from(RICH, "utf16le") },
  "a small document cut off": { body: Buffer.from(RICH).subarray(0, 560) },
  "a list of URLs": { body: Buffer.from(LINES) },
  "a gzip file": { body: gzipSync(RICH) },
  "a gzip file of two members": {
    body: Buffer.concat([gzipSync(RICH.slice(0, 300)), gzipSync(RICH.slice(300))]),
  },
  "gzip inside gzip": { body: gzipSync(gzipSync(RICH)) },
  "a gzip file cut off": { body: gzipSync(LONG).subarray(0, 1_500) },
  "a gzip file that is damaged": { body: damaged(gzipSync(LONG)) },
  "a gzip file with something behind it": {
    body: Buffer.concat([gzipSync(RICH), Buffer.from("xyz")]),
  },
  "a brotli body": { body: brotliCompressSync(RICH), contentEncoding: "br" },
  "a deflate body": { body: deflateSync(RICH), contentEncoding: "deflate" },
  "a zstd body": { body: zstdCompressSync(RICH), contentEncoding: "zstd" },
};

function damaged(body: Buffer): Buffer {
  const copy = Buffer.from(body);
  copy.fill(0xff, 1_200, 1_210);
  return copy;
}

/** What must be the same; a reading that stops early has received more or less of the rest. */
function outcomeOf({ entries, report }: Read): string {
  return JSON.stringify([entries, { ...report, bodySha256: null, compressedBytes: null }]);
}

describe("the law of cuts", () => {
  it.each(Object.entries(SAMPLES))(
    "%s reads the same in two pieces cut anywhere",
    async (_, sample) => {
      const { body, ...options } = sample;
      const whole = outcomeOf(await readBytes(body, options));
      const step = body.length > 1_000 ? Math.ceil(body.length / 150) : 1;

      for (let at = 0; at <= body.length; at += step)
        expect(outcomeOf(await readPieces(cutAt(body, [at]), options))).toBe(whole);
    },
  );

  it.each(Object.entries(SAMPLES))("%s reads the same byte by byte", async (_, sample) => {
    const { body, ...options } = sample;
    const bytes = [...body].map((byte) => Buffer.of(byte));

    expect(outcomeOf(await readPieces(bytes, options))).toBe(
      outcomeOf(await readBytes(body, options)),
    );
  });

  it("documents made of any fragments read the same in any pieces", async () => {
    const fragment = fc.constantFrom(...FRAGMENTS);
    const document = fc.array(fragment, { maxLength: 60 }).map((parts) => parts.join(""));
    const cuts = fc.array(fc.nat(400), { maxLength: 12 });

    await fc.assert(
      fc.asyncProperty(document, cuts, fc.boolean(), async (text, positions, zipped) => {
        const body = zipped ? gzipSync(text) : Buffer.from(text);
        const whole = outcomeOf(await readBytes(body));
        expect(outcomeOf(await readPieces(cutAt(body, positions)))).toBe(whole);
      }),
      { numRuns: 200 },
    );
  });

  it("a file of many blocks reads the same in any pieces", async () => {
    const body = Buffer.from(LONG);
    const whole = outcomeOf(await readBytes(body));

    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(body.length), { maxLength: 40 }), async (positions) => {
        expect(outcomeOf(await readPieces(cutAt(body, positions)))).toBe(whole);
      }),
      { numRuns: 30 },
    );
  });
});
