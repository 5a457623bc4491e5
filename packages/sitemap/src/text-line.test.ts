import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { urlsOfLine } from "./text-line.ts";

const BASE = "https://www.example.com/maps/sitemap.txt";
const A = "https://example.com/a";
const B = "https://example.com/b";

describe("urlsOfLine()", () => {
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
    [`${A},My title`, A],
    [`${A}|Two words|and more`, A],
    [`${A},text/html,200`, A],
    [`${A},text/html; charset=UTF-8,200,2024-01-02`, A],
    [`${A},01/02/2024`, A],
    [`${A};2024/1/2`, A],
    [`${A},2024-01-02 10:00:00`, A],
    [`${A}/b, c.pdf`, `${A}/b, c.pdf`],
    [`${A}?q=b,c d`, `${A}?q=b,c d`],
    [`${A},home`, `${A},home`],
    [`ï»¿${A}`, A],
    [`${A}?b=1&amp;c=2`, `${A}?b=1&c=2`],
    ["blog.example.com/b", "blog.example.com/b"],
    ["example.com/b", "example.com/b"],
    ["www.example.com/b", "www.example.com/b"],
  ])("reads %j", (line, url) => {
    expect(urlsOfLine(line, BASE)).toEqual([url]);
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
    "https:///a",
    `${A}/<?php echo $slug; ?>`,
    "See https://example.com/a, https://example.com/b",
  ])("finds no URL in %j", (line) => {
    expect(urlsOfLine(line, BASE)).toEqual([]);
  });

  it.each([
    `${A},${B}`,
    `${A};${B}`,
    `${A}, ${B}`,
    `${A} | ${B}`,
    `${A}\t${B}`,
    `${A}\\n${B}\\n`,
    `${A}\\r\\n${B}`,
    `${A}<br>${B}<br>`,
    `"${A}","${B}"`,
    `'${A}', '${B}'`,
    `<${A}>,<${B}>`,
    `${A}${B}`,
    `${A},a title,${B},2024-01-02`,
    `"${A}","a, title","${B}"`,
  ])("reads two URLs in %j", (line) => {
    expect(urlsOfLine(line, BASE)).toEqual([A, B]);
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
        expect(line).toContain(urlsOfLine(line, BASE)[0] ?? "");
      }),
    );
  });

  it("is not held up by runs of what it trims", () => {
    const begin = performance.now();
    for (const run of [" ", ",", '"', " daily", " #", "\t", ",a b", "\\n", `,${A}`])
      for (let count = 0; count < 100; count++)
        urlsOfLine(`${A}${run.repeat(8_000 / run.length)}x`, BASE);

    expect(performance.now() - begin).toBeLessThan(2_000);
  });
});
