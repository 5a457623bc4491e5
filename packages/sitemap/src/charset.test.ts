import { describe, expect, it } from "@jest/globals";
import { readBytes } from "../test/read-bytes.ts";
import { createDecoder, detectCharset } from "./charset.ts";

const URL_TEXT = "https://example.com/é";
const EXPECTED = "https://example.com/%C3%A9";

function document(declared: string | null): string {
  const declaration = declared === null ? "" : `<?xml version="1.0" encoding="${declared}"?>`;
  return `${declaration}<urlset><url><loc>${URL_TEXT}</loc></url></urlset>`;
}

function utf16be(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}

function utf32le(text: string): Buffer {
  const units = Uint32Array.from(text, (character) => character.codePointAt(0) ?? 0);
  return Buffer.from(units.buffer);
}

describe("the charset of a file", () => {
  it.each([
    ["a byte order mark of UTF-8", Buffer.from(`\uFEFF${document("latin1")}`), null, "utf-8"],
    [
      "a byte order mark of UTF-16LE",
      Buffer.from(`\uFEFF${document("utf-8")}`, "utf16le"),
      null,
      "utf-16le",
    ],
    ["a byte order mark of UTF-16BE", utf16be(`\uFEFF${document(null)}`), null, "utf-16be"],
    ["the pattern of UTF-16LE", Buffer.from(document(null), "utf16le"), null, "utf-16le"],
    ["the pattern of UTF-16BE", utf16be(document(null)), null, "utf-16be"],
    [
      "the XML declaration",
      Buffer.from(document("ISO-8859-1"), "latin1"),
      "text/xml; charset=utf-8",
      "windows-1252",
    ],
    [
      "the Content-Type",
      Buffer.from(document(null), "latin1"),
      'text/xml; Charset="iso-8859-1"',
      "windows-1252",
    ],
    ["nothing", Buffer.from(document(null)), null, "utf-8"],
    ["the pattern of UTF-32LE", utf32le(document(null)), null, "utf-32le"],
    ["a byte order mark of UTF-32BE", utf32le(`\uFEFF${document("x")}`).swap32(), null, "utf-32be"],
    [
      "a Content-Type without its semicolon",
      Buffer.from(document(null), "latin1"),
      "text/xml charset=latin1",
      "windows-1252",
    ],
    [
      "a declaration of UTF-16 in ASCII, which is wrong",
      Buffer.from(document("UTF-16")),
      null,
      "utf-8",
    ],
    [
      "a label that nobody knows",
      Buffer.from(document("klingon")),
      "text/xml; charset=x-none",
      "utf-8",
    ],
    ["a list's byte order mark", Buffer.from(`\uFEFF${URL_TEXT}`, "utf16le"), null, "utf-16le"],
    [
      "a list's Content-Type",
      Buffer.from(URL_TEXT, "latin1"),
      "text/plain; charset=latin1",
      "windows-1252",
    ],
  ])("is known by %s", async (_, body, contentType, encoding) => {
    const { entries, report } = await readBytes(body, { contentType });

    expect(entries).toMatchObject([{ url: EXPECTED }]);
    expect(report.encoding).toBe(encoding);
  });

  it("is judged by as few bytes as there are", () => {
    expect(detectCharset(Buffer.of(0xff), null)).toEqual({ encoding: "utf-8", bomLength: 0 });
    expect(detectCharset(Buffer.of(0xfe, 0xff), null)).toEqual({
      encoding: "utf-16be",
      bomLength: 2,
    });
  });

  it("costs one character for one invalid byte", async () => {
    const body = Buffer.concat([
      Buffer.from("<urlset><url><loc>https://example.com/a"),
      Buffer.of(0xff),
      Buffer.from("b</loc></url><url><loc>/c</loc></url></urlset>"),
    ]);

    const { entries } = await readBytes(body);

    expect(entries).toMatchObject([
      { url: "https://example.com/a%EF%BF%BDb" },
      { url: "https://example.com/c" },
    ]);
  });

  it("of UTF-32 decodes whatever way the bytes are cut, and replaces what is no character", () => {
    const bytes = Buffer.concat([utf32le("a😀"), Buffer.of(0, 0xd8, 0, 0, 0, 0, 0, 0x7f, 1)]);
    const decoder = createDecoder("utf-32le");
    const pieces = [...bytes].map((byte) => decoder.decode(Uint8Array.of(byte), { stream: true }));

    expect(pieces.join("") + decoder.decode(new Uint8Array())).toBe("a😀\ufffd\ufffd\ufffd");
  });
});
