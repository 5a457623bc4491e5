import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { readBytes, readPieces, urlset } from "../test/read-bytes.ts";

const MEGABYTE = 1_048_576;
const HEAD = Buffer.from("<urlset><url><loc>https://example.com/a</loc></url>");

/** A beginning, then the same piece again and again. */
function* endless(head: Uint8Array, piece: string, bytes = 52 * MEGABYTE): Generator<Uint8Array> {
  yield head;
  const block = Buffer.from(piece.repeat(Math.ceil(65_536 / piece.length)));
  for (let sent = 0; sent < bytes; sent += block.length) yield block;
}

describe("a hostile file", () => {
  it.each([
    ["a tag name without end", "<", "x"],
    ["a comment without end", "<!--", "-x"],
    ["an attribute without end", '<url a="', "x"],
    ["an attribute name without end", "<url ", "x"],
    ["a DOCTYPE without end", "<!DOCTYPE x [", "<!ENTITY a 'b'>"],
    ["a declaration without end", "<!x ", "y "],
    ["an XML declaration without end", "<?xml ", "y "],
    ["an instruction without end", "<?x ", "y"],
    ["a tag of 200,000 attributes", "<url ", "a=1 b "],
    ["a level below every level", "", "<url><loc><b><loc>"],
    ["a million elements inside each other", "", "<x><image>"],
  ])("of %s is refused, and what came before is kept", async (_, head, piece) => {
    const { entries, report } = await readPieces(
      endless(Buffer.concat([HEAD, Buffer.from(head)]), piece),
    );

    expect(entries[0]).toMatchObject({ url: "https://example.com/a" });
    expect(report).toMatchObject({
      outcome: "ok_partial",
      detail: expect.stringMatching(/ over \d+/),
    });
    expect(report.compressedBytes).toBeLessThan(MEGABYTE);
  });

  it("of markup that is none costs no more than text", async () => {
    const { report } = await readPieces(
      endless(Buffer.from("<urlset><url><loc>"), "&<& < &", MEGABYTE),
    );

    expect(report).toMatchObject({ outcome: "malformed", bytes: report.compressedBytes });
  });

  it("of runs of spaces inside of texts takes no more than linear time", async () => {
    const spaces = " ".repeat(8_000);
    const url = `<url><loc>/a${spaces}b</loc><image:title>a${spaces}b</image:title></url>`;

    const begin = performance.now();
    const { report } = await readBytes(`<urlset>${url.repeat(500)}</urlset>`);

    expect(performance.now() - begin).toBeLessThan(5_000);
    expect(report).toMatchObject({ rejected: { url_too_long: 500 } });
  });

  it.each([
    ["names that a bracket ends", `<${"x".repeat(16_000)}`],
    ["spaces that a bracket ends", `<x${" ".repeat(16_000)}`],
    ["quotes that a bracket ends", `<x a=">${"'=".repeat(8_000)}`],
    ["line breaks", "<b>\n\n\n\n\n\n\n\n"],
    ["declarations", `<!x${" ".repeat(60_000)}>`],
    ["equals signs and spaces", `<x ${"= ".repeat(8_000)}`],
  ])("of nothing but %s takes no more than linear time", async (_, piece) => {
    const begin = performance.now();
    await readPieces(endless(Buffer.from(piece), piece, 4 * MEGABYTE));

    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  it("of a text without end costs its limit and no more", async () => {
    const { entries, report } = await readPieces(
      endless(Buffer.from("<urlset><url><loc>https://example.com/"), "x", 5 * MEGABYTE),
      { limits: { maxBytes: 4 * MEGABYTE } },
    );

    expect(entries).toEqual([]);
    expect(report).toMatchObject({ outcome: "too_large", compressedBytes: 4 * MEGABYTE });
  });

  it("of entities that expand into each other expands none", async () => {
    const { entries, report } = await readBytes(
      `<!DOCTYPE x [<!ENTITY a "https://example.com/"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
       <urlset><url><loc>https://example.com/?&b;&f;</loc></url></urlset>`,
    );

    expect(entries).toMatchObject([{ url: "https://example.com/?&b;&f;" }]);
    expect(report.outcome).toBe("ok");
  });

  it.each([
    ["gzip", (body: Buffer) => gzipSync(body), undefined],
    ["gzip inside gzip", (body: Buffer) => gzipSync(gzipSync(body)), undefined],
    [
      "brotli",
      (body: Buffer) =>
        brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } }),
      "br",
    ],
  ])("that is a bomb of %s is left at the limit", async (_, compress, contentEncoding) => {
    const body = compress(Buffer.concat([HEAD, Buffer.alloc(60 * MEGABYTE, " ")]));

    const { entries, report } = await readBytes(body, { contentEncoding });

    expect(entries).toHaveLength(1);
    expect(report.outcome).toBe("too_large");
    expect(report.bytes).toBeLessThan(53 * MEGABYTE);
  });

  it("over the limit in bytes is read up to it", async () => {
    const body = urlset(...Array.from({ length: 3_000 }, (_, n) => `https://example.com/${n}`));
    const limits = { maxBytes: 50_000 };

    const plain = await readBytes(body, { limits });
    const zipped = await readBytes(gzipSync(body), { limits });

    expect(plain.report).toMatchObject({
      outcome: "too_large",
      bytes: 50_000,
      entries: plain.entries.length,
    });
    expect(zipped.report).toMatchObject({ outcome: "too_large", bytes: 50_000 });
    expect(plain.entries.length).toBeGreaterThan(800);
    expect(zipped.entries).toEqual(plain.entries);
    expect((await readBytes(body, { limits: { maxBytes: body.length } })).report.outcome).toBe(
      "ok",
    );
  });

  it("has no name that reaches a prototype", async () => {
    const { entries } = await readBytes(
      `<urlset><url><loc>/a</loc><news:news><__proto__>x</__proto__><__proto__>y</__proto__><constructor/></news:news>
       <__proto__:__proto__/></url></urlset>`,
    );

    expect(JSON.stringify(entries)).toContain('{"__proto__":["x","y"],"constructor":""}');
    expect(Object.prototype).not.toHaveProperty("x");
  });
});
