import { gunzipSync, gzipSync } from "node:zlib";
import type { Random } from "./random.ts";

const MAX_BYTES = 262_144;
const MAX_REPEATS = 60;

/** Pieces of markup, and of what is nearly markup. */
const FRAGMENTS = (
  "<urlset>|</urlset>|<sitemapindex>|<url>|</url>|<url|<loc>|</loc>|</loc|<loc|<sitemap>|</sitemap>|<lastmod>|" +
  "<image:image>|<image:loc>|</image:image>|<x:url xmlns:x='urn:x'>|<url xmlns='urn:x'>|<s:url>|<s:loc>|" +
  "<rss><channel><item><link>|</link>|<feed><entry><link href='/f'/>|<guid>|<![CDATA[|]]>|]]|<!--|-->|--|" +
  '<!DOCTYPE x [|]>|<?xml |?>|<?|<!|</|<|>|&|&amp;|&lt;|&#60;|&#x0;|&#xD800;|&#|="|=\'|"|\'| a="|/>|<br>|<em>|<a|' +
  "https://example.com/|https://|http://[|//h/|?q=|#|%|\\|\0|\r|\n|\r\n|\t|        |\u00e9|\ufeff|\u2028|" +
  'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9|2024-02-30|_document_|</>|\ud83d\ude00'
).split("|");

type Mutation = (body: Buffer, random: Random, other: Buffer) => Buffer;

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  "bits flipped": (body, random) => {
    const copy = Buffer.from(body);
    if (copy.length === 0) return copy;
    for (let flips = 1 + random.below(4); flips > 0; flips--) {
      const at = random.below(copy.length);
      copy.writeUInt8(copy.readUInt8(at) ^ (1 << random.below(8)), at);
    }
    return copy;
  },
  "spliced with another": (body, random, other) =>
    Buffer.concat([
      body.subarray(0, random.below(body.length + 1)),
      other.subarray(random.below(other.length + 1)),
    ]),
  "another inside": (body, random, other) => inserted(body, slice(other, random), random),
  truncated: (body, random) => body.subarray(0, random.below(body.length + 1)),
  "a piece taken out": (body, random) => {
    const at = random.below(body.length + 1);
    return Buffer.concat([body.subarray(0, at), body.subarray(at + random.below(40))]);
  },
  "a piece repeated": (body, random) => {
    const piece = slice(body, random);
    const times = 1 + random.below(MAX_REPEATS);
    return inserted(body, Buffer.alloc(piece.length * times, piece), random);
  },
  "markup inserted": (body, random) => inserted(body, Buffer.from(random.pick(FRAGMENTS)), random),
  "markup strewn in": (body, random) => {
    let strewn = body;
    for (let count = random.below(8); count > 0; count--)
      strewn = inserted(strewn, Buffer.from(random.pick(FRAGMENTS)), random);
    return strewn;
  },
  "zipped or unzipped": (body) => (body[0] === 0x1f ? unzipped(body) : gzipSync(body)),
};

/** @returns the document changed in one to four ways, and their names */
export function mutate(
  body: Buffer,
  other: Buffer,
  random: Random,
): { body: Buffer; changes: string[] } {
  const changes: string[] = [];
  let changed = body;
  for (let count = 1 + random.below(4); count > 0; count--) {
    const name = random.pick(Object.keys(MUTATIONS));
    changes.push(name);
    changed = MUTATIONS[name]?.(changed, random, other).subarray(0, MAX_BYTES) ?? changed;
  }
  return { body: changed, changes };
}

function inserted(body: Buffer, piece: Buffer, random: Random): Buffer {
  const at = random.below(body.length + 1);
  return Buffer.concat([body.subarray(0, at), piece, body.subarray(at)]);
}

function slice(body: Buffer, random: Random): Buffer {
  const at = random.below(body.length + 1);
  return body.subarray(at, at + 1 + random.below(300));
}

function unzipped(body: Buffer): Buffer {
  try {
    return gunzipSync(body, { maxOutputLength: MAX_BYTES });
  } catch {
    // Damaged, or a bomb: it stays as it is, which is as good a document as any.
    return body;
  }
}
