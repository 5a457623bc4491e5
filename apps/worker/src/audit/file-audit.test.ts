import { describe, expect, it } from "@jest/globals";
import type { FileResult } from "@sitemap-scanner/crawler";
import { auditFile, auditKeptFile } from "./file-audit.ts";

const URL_OF_FILE = "https://a.example.com/s.xml";
const MIB = 1_048_576;

function aResult(
  given: Partial<FileResult> = {},
  report: Partial<FileResult["report"]> = {},
): FileResult {
  return {
    outcome: "ok",
    detail: null,
    kind: "urlset",
    finalUrl: URL_OF_FILE,
    redirects: [],
    httpStatus: 200,
    contentType: "application/xml",
    etag: null,
    lastModified: null,
    retryAfterMs: null,
    report: {
      kind: "urlset",
      encoding: "utf-8",
      compressions: [],
      compressedBytes: 100,
      bytes: 100,
      entries: 1,
      rejected: {},
      rejectedTexts: {},
      warnings: {},
      outcome: "ok",
      detail: null,
      bodySha256: Buffer.alloc(32),
      ...report,
    },
    ...given,
  };
}

const codesOf = (result: FileResult) => auditFile(URL_OF_FILE, result).map(({ code }) => code);

const sized = (compressedBytes: number, compressions: string[] = []) =>
  codesOf(aResult({}, { bytes: compressedBytes, compressedBytes, compressions }));
const tooLarge = (bytes: number) =>
  codesOf(aResult({ outcome: "too_large" }, { bytes, compressions: ["gzip"] }));

describe("auditFile()", () => {
  it("finds nothing in a sound file, nor in one that was not read", () => {
    expect(codesOf(aResult())).toEqual([]);
    expect(codesOf(aResult({ report: null, finalUrl: null }))).toEqual([]);
  });

  it("asks for compression above a megabyte, by which way soever it comes", () => {
    expect(sized(MIB)).toEqual([]);
    expect(sized(MIB + 1)).toEqual(["not_compressed"]);
    expect(sized(MIB + 1, ["br"])).toEqual([]);
  });

  it("tells a file over 50 MB from one that only expands without measure", () => {
    expect(tooLarge(50 * MIB)).toEqual(["over_50mb"]);
    expect(tooLarge(5 * MIB)).toEqual([]);
  });

  it("counts rejected entries by reason, with the first of them as they were written", () => {
    const rejectedTexts = { url_scheme: ["tel:1", "tel:2"] };
    const result = aResult({}, { rejected: { url_scheme: 3, loc_missing: 1 }, rejectedTexts });

    expect(auditFile(URL_OF_FILE, result)).toEqual([
      {
        code: "entries_rejected",
        reason: "url_scheme",
        amount: 3,
        examples: ["tel:1", "tel:2"].map((detail) => ({ url: null, detail })),
      },
      {
        code: "entries_rejected",
        reason: "loc_missing",
        amount: 1,
        examples: [{ url: null, detail: "1 entry" }],
      },
    ]);
  });
});

describe("auditKeptFile()", () => {
  const kept = { code: "lastmod_missing", reason: "", amount: 2, examples: [] };
  const redirected = { code: "redirected", reason: "", amount: 1, examples: [] };

  it("keeps what was found in the file, and looks anew where it is", () => {
    const moved = { finalUrl: "https://a.example.com/new.xml", redirects: [URL_OF_FILE] };

    const straight = auditKeptFile(URL_OF_FILE, aResult(), [kept, redirected]);
    const behind = auditKeptFile(URL_OF_FILE, aResult(moved), [kept]);

    expect(straight).toEqual([kept]);
    expect(behind).toEqual([
      kept,
      { ...redirected, examples: [{ url: null, detail: "to https://a.example.com/new.xml" }] },
    ]);
  });
});
