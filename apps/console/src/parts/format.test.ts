import { describe, expect, it } from "@jest/globals";
import { bytes, counted, milliseconds, percent, span } from "./format.ts";

describe("span()", () => {
  it.each([
    [0, "0 s"],
    [59.6, "1 m"],
    [190, "3 m 10 s"],
    [3_600, "1 h"],
    [3_605, "1 h"],
    [187_200, "2 d 4 h"],
    [-5, "0 s"],
  ])("tells %d seconds by their two largest units", (seconds, text) => {
    expect(span(seconds)).toBe(text);
  });
});

describe("bytes()", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1.0 kB"],
    [999_600, "1.0 MB"],
    [52_428_800, "52.4 MB"],
    [123_456_789, "123 MB"],
  ])("tells %d bytes in a unit in which they are short", (value, text) => {
    expect(bytes(value)).toBe(text);
  });
});

describe("counted()", () => {
  it("has one of a thing, and many", () => {
    expect([counted(1, "file"), counted(2_000, "file"), counted(0, "entry", "entries")]).toEqual([
      "1 file",
      "2,000 files",
      "0 entries",
    ]);
  });
});

describe("percent()", () => {
  it("is 100 only when it is all", () => {
    expect([percent(0.999), percent(1)]).toEqual(["99 %", "100 %"]);
  });
});

describe("milliseconds()", () => {
  it("tells seconds when there are some", () => {
    expect([340.4, 999.6, 1_340, 61_000].map(milliseconds)).toEqual([
      "340 ms",
      "1.0 s",
      "1.3 s",
      "1 m 1 s",
    ]);
  });
});
