import {
  brotliCompressSync,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { readBytes, urlset } from "../test/read-bytes.ts";

const URLS = Array.from(
  { length: 2_000 },
  (_, n) => `https://example.com/${(n * 7_919) % 104_729}`,
);
const TEXT = urlset(...URLS);

async function outcome(body: Uint8Array, contentEncoding?: string) {
  const { entries, report } = await readBytes(body, { contentEncoding });
  const { compressions, outcome, detail } = report;
  return { urls: entries.map(({ url }) => url), compressions, outcome, detail };
}

describe("a compressed file", () => {
  it.each([
    ["gzip", gzipSync(TEXT), undefined, ["gzip"]],
    ["gzip inside gzip", gzipSync(gzipSync(gzipSync(TEXT))), undefined, ["gzip", "gzip", "gzip"]],
    ["a gzip encoding", gzipSync(TEXT), "gzip", ["gzip"]],
    ["a gzip encoding of a gzip file", gzipSync(gzipSync(TEXT)), "x-gzip", ["gzip", "gzip"]],
    ["a gzip encoding that was undone", Buffer.from(TEXT), "gzip", []],
    ["brotli", brotliCompressSync(TEXT), "br", ["br"]],
    ["brotli that is none", Buffer.from(TEXT), "br", []],
    ["brotli of a gzip file", brotliCompressSync(gzipSync(TEXT)), "br", ["br", "gzip"]],
    ["deflate", deflateSync(TEXT), "deflate", ["deflate"]],
    ["zlib without saying so", deflateSync(TEXT), "gzip", ["deflate"]],
    ["zlib made in haste", deflateSync(TEXT, { level: 2 }), undefined, ["deflate"]],
    ["raw deflate", deflateRawSync(TEXT), "Deflate", ["deflate"]],
    ["zstd", zstdCompressSync(TEXT), "zstd", ["zstd"]],
    ["two encodings", brotliCompressSync(gzipSync(TEXT)), "gzip, br", ["br", "gzip"]],
    ["an unknown encoding", Buffer.from(TEXT), "sparkle", []],
    [
      "gzip padded with zeros",
      Buffer.concat([gzipSync(TEXT), Buffer.alloc(99)]),
      undefined,
      ["gzip"],
    ],
  ])("is read through %s", async (_, body, contentEncoding, compressions) => {
    expect(await outcome(body, contentEncoding)).toEqual({
      urls: URLS,
      compressions,
      outcome: "ok",
      detail: null,
    });
  });

  it("is read through all members of gzip", async () => {
    const members = [TEXT.slice(0, 9_000), TEXT.slice(9_000, 9_001), TEXT.slice(9_001)];

    const body = Buffer.concat(members.map((text) => gzipSync(text)));

    expect(await outcome(body)).toMatchObject({ urls: URLS, outcome: "ok" });
  });

  it("is read through all frames of zstd, wherever they end", async () => {
    const ends = Array.from({ length: 200 }, (_, n) => (n + 1) * 97);
    const texts = [0, ...ends].map((start, at) => TEXT.slice(start, ends[at]));

    const body = Buffer.concat(texts.map((text) => zstdCompressSync(text)));

    const expected = { urls: URLS, compressions: ["zstd"], outcome: "ok" };
    expect(await outcome(body)).toMatchObject(expected);
    expect(await outcome(body, "zstd")).toMatchObject(expected);
  });

  it.each([
    ["gzip", gzipSync("")],
    ["zstd", zstdCompressSync(Buffer.alloc(0))],
  ])("is given up after 10,000 pieces of %s", async (_, piece) => {
    const body = Buffer.alloc(piece.length * 10_001, piece);

    expect(await outcome(body)).toMatchObject({
      outcome: "encoding_error",
      detail: "The file is compressed in over 10000 pieces",
    });
  });

  it("is read though its gzip header has everything that a header may have", async () => {
    const plain = gzipSync(TEXT);
    const extra = Buffer.from("\u0004\0abcdname\0comment\0\0\0", "latin1");
    const body = Buffer.concat([plain.subarray(0, 10), extra, plain.subarray(10)]);
    body[3] = 2 + 4 + 8 + 16;

    expect(await outcome(body)).toMatchObject({ urls: URLS, outcome: "ok" });
  });

  it.each([
    ["without its trailer", gzipSync(TEXT).subarray(0, -8), undefined],
    ["with a wrong checksum", withByte(gzipSync(TEXT), -6), undefined],
    ["with something behind it", Buffer.concat([gzipSync(TEXT), Buffer.from("x")]), undefined],
    ["with a wrong checksum of zlib", withByte(deflateSync(TEXT), -1), "deflate"],
    ["without the trailer of zlib", deflateSync(TEXT).subarray(0, -1), "deflate"],
    [
      "with half of another member",
      Buffer.concat([gzipSync(TEXT), gzipSync("").subarray(0, 9)]),
      undefined,
    ],
  ])("keeps all that came out of one %s, and says so", async (_, body, encoding) => {
    const { urls, outcome: code, detail } = await outcome(body, encoding);

    expect(urls).toEqual(URLS);
    expect(code).toBe("ok_partial");
    expect(detail).toEqual(expect.any(String));
  });

  it.each([
    ["gzip", gzipSync(TEXT), undefined],
    ["brotli", brotliCompressSync(TEXT), "br"],
    ["deflate", deflateSync(TEXT), "deflate"],
  ])("keeps nearly half of %s that is cut in half", async (_, body, encoding) => {
    const { urls, outcome: code } = await outcome(body.subarray(0, body.length / 2), encoding);

    expect(urls.length).toBeGreaterThan(500);
    expect(urls).toEqual(URLS.slice(0, urls.length));
    expect(code).toBe("ok_partial");
  });

  it("that cannot be read at all is an encoding error", async () => {
    const broken = Buffer.concat([gzipSync(TEXT).subarray(0, 10), Buffer.alloc(99, 0xff)]);
    const tooDeep = gzipSync(gzipSync(gzipSync(gzipSync(TEXT))));

    expect(await outcome(broken)).toMatchObject({ urls: [], outcome: "encoding_error" });
    expect(await outcome(tooDeep)).toMatchObject({ urls: [], outcome: "encoding_error" });
    expect(await outcome(Buffer.from(TEXT), "gzip,".repeat(1_000))).toMatchObject({
      outcome: "encoding_error",
    });
  });
});

function withByte(body: Buffer, at: number): Buffer {
  const copy = Buffer.from(body);
  const place = copy.length + at;
  copy[place] = (copy[place] ?? 0) ^ 0xff;
  return copy;
}
