import { describe, expect, it } from "@jest/globals";
import { readBytes } from "../test/read-bytes.ts";

const URLS = Array.from({ length: 9_999 }, (_, n) => `https://example.com/${n * 7}?page=${n}`);

async function outcome(text: string) {
  const { entries, report } = await readBytes(text);
  return { urls: entries.map(({ url }) => url), rejected: { ...report.rejected } };
}

describe("a list", () => {
  it.each([",", ", ", ";", "|", " ", "\t", "\\n", "\\r\\n", "<br>", '","', "\u2028", ""])(
    "of 300 KB on one line, parted by %j, gives all its URLs",
    async (separator) => {
      expect(await outcome(URLS.join(separator))).toEqual({ urls: URLS, rejected: {} });
    },
  );

  it("gives the URL behind one that is too long", async () => {
    const text = `https://example.com/a,https://example.com/${"b".repeat(99_999)},https://example.com/c`;

    expect(await outcome(text)).toEqual({
      urls: ["https://example.com/a", "https://example.com/c"],
      rejected: { loc_too_long: 1 },
    });
  });

  it.each([",http://b?", "?http://a,", "http://a", ",", "://", '"', "<"])(
    "is not held up by 2 MB of %j on one line",
    async (piece) => {
      const before = process.cpuUsage();

      await outcome(`https://example.com/a?b${piece.repeat(2_000_000 / piece.length)}`);

      // Of the processor, in µs: others may have it meanwhile.
      expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
    },
  );
});
