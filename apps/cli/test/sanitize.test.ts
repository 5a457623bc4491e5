import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { sanitize, toJsonLine } from "../src/output/sanitize.ts";

// oxlint-disable-next-line no-control-regex -- they are what must not be there
const DANGEROUS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

/** Text in which what a terminal obeys is frequent. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom("\u001b[31m", "\u001b]0;title\u0007", "\u009b2J", "\r\n", "\u202e", "\u001b"),
      fc.string({ unit: "binary" }),
    ),
  )
  .map((parts) => parts.join(""));

describe("sanitize()", () => {
  it("takes escape sequences out whole", () => {
    expect(sanitize("a\u001b[31mred\u001b[0m b")).toBe("ared b");
  });

  it("takes out what sets the title of a window", () => {
    expect(sanitize("a\u001b]0;owned\u0007b")).toBe("ab");
  });

  it("keeps text of any language", () => {
    expect(sanitize("https://пример.рф/ä?q=日本")).toBe("https://пример.рф/ä?q=日本");
  });

  it("leaves nothing that a terminal obeys", () => {
    fc.assert(fc.property(hostileText, (text) => !DANGEROUS.test(sanitize(text))));
  });
});

describe("toJsonLine()", () => {
  it("escapes what a terminal obeys, and loses nothing", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const line = toJsonLine({ text });
        expect(line).not.toMatch(DANGEROUS);
        expect(JSON.parse(line)).toEqual({ text });
      }),
    );
  });
});
