import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { urlOfLine } from "./text-line.ts";

const BASE = "https://www.example.com/maps/sitemap.txt";
const A = "https://example.com/a";

describe("urlOfLine()", () => {
  it.each([
    [A, A],
    [` \ufeff\u00a0${A}\u200b `, A],
    [`HTTPS://example.com/a`, "HTTPS://example.com/a"],
    [`"${A}","2024-01-01",0.5`, A],
    [`<${A}>`, A],
    [`${A}<br>`, A],
    [`${A} <br/>`, A],
    [`'${A}'`, A],
    [`"${A}`, A],
    [`${A},`, A],
    [`${A}\t2024-01-01\tx`, A],
    [`\t${A}`, A],
    [`${A} 2024-01-01`, A],
    [`${A} 2024-01-01T10:00:00Z daily 0.5`, A],
    [`${A}  # home`, A],
    [`${A} b`, `${A} b`],
    [`${A},1`, `${A},1`],
    [`${A},0.5`, `${A},0.5`],
    [`${A},2024-01-01,0.5`, A],
    [`${A};weekly;0.5`, A],
    [`${A}, 2024-01-01T10:00:00Z | daily`, A],
    [`${A}#b`, `${A}#b`],
    ["example.com/b", "example.com/b"],
    ["www.example.com/b", "www.example.com/b"],
  ])("reads %j", (line, url) => {
    expect(urlOfLine(line, BASE)).toBe(url);
  });

  it.each([
    "",
    " ",
    "example.com",
    "other.example/b",
    "/b",
    "b",
    "https://",
    "https:// a",
    "ftp://example.com/",
    "- https://example.com/",
    "# https://example.com/",
  ])("finds no URL in %j", (line) => {
    expect(urlOfLine(line, BASE)).toBeNull();
  });

  it("finds no URL but at the beginning of what was written", () => {
    const part = fc.constantFrom(
      A,
      '"',
      " ",
      "\t",
      ",",
      "<",
      ">",
      "2024-01-01",
      " daily",
      "example.com/",
    );
    const lines = fc.oneof(
      fc.string(),
      fc.array(part).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(lines, (line) => {
        expect(line).toContain(urlOfLine(line, BASE) ?? "");
      }),
    );
  });

  it("is not held up by runs of what it trims", () => {
    const begin = performance.now();
    for (const run of [" ", ",", '"', " daily", " #", "\t"])
      for (let count = 0; count < 100; count++)
        urlOfLine(`${A}${run.repeat(8_000 / run.length)}x`, BASE);

    expect(performance.now() - begin).toBeLessThan(2_000);
  });
});
