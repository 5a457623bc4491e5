import { describe, expect, it } from "@jest/globals";
import { splitUrls } from "./split-urls.ts";

const A = "https://example.com/a";
const B = "https://example.com/b";

describe("splitUrls()", () => {
  it.each([
    `${A} ${B}`,
    `\n  ${A}\n  ${B}\n`,
    `${A},${B}`,
    `${A}; ${B};`,
    `${A}<br>${B}`,
    `"${A}" "${B}"`,
    `${A}\\n${B}`,
    `${A}${B}`,
  ])("parts %j", (text) => {
    expect(splitUrls(text)).toEqual([A, B]);
  });

  it.each([
    A,
    ` ${A} `,
    `${A},b`,
    `${A}?u=${B}`,
    `${A}?u=${B},${B}`,
    `${A}?b=1,https://other.example/`,
    `${A}?b="https://other.example/"`,
    `${A}/${B}`,
    `${A}%3Fu%3D${B}`,
    `${A}?next=%2Fa%3D${B}`,
    `${A}?to=%22${B}%22`,
    `${A}?to=xhttps://other.example/`,
    `https://example.com/filters:watermark(${A},0)/b`,
    `https://example.com${A}`,
    `See ${A}, ${B}`,
  ])("leaves %j whole", (text) => {
    expect(splitUrls(text)).toEqual([text.trim()]);
  });

  it("is not held up by what parts URLs", () => {
    const begin = performance.now();
    for (const run of [",", "\\n", `,${A}`, `?${A}`, "://", "http://", '"', "<"])
      splitUrls(`${A}${run.repeat(8_000 / run.length)}${B}`);

    expect(performance.now() - begin).toBeLessThan(1_000);
  });
});
