import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { Readable } from "node:stream";
import { readLines, type Line } from "../src/domains/bulk-lines.ts";

const MAX = 8;

async function linesOf(chunks: Uint8Array[]): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of readLines(Readable.from(chunks), MAX)) lines.push(line);
  return lines;
}

/** Short lines, blank ones, too long ones and letters of several bytes are frequent. */
const text = fc
  .array(fc.constantFrom("a.com", "\n", "\r\n", "\uFEFF", "ä", "日", " ", "123456789", "x"))
  .map((parts) => parts.join(""));

describe("readLines()", () => {
  it("gives the same lines however the bytes are cut", async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(40)), async (text, cuts) => {
        const bytes = Buffer.from(text);
        const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort(
          (one, other) => one - other,
        );
        const parts = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));

        expect(await linesOf(parts)).toEqual(await linesOf([bytes]));
      }),
    );
  });

  it("counts blank lines and gives none of them, and nothing of a line that is too long", async () => {
    const lines = await linesOf([Buffer.from("\uFEFFa\r\n\n  \n123456789\nb")]);

    expect(lines).toEqual([
      { number: 1, text: "a" },
      { number: 4, text: null },
      { number: 5, text: "b" },
    ]);
  });
});
