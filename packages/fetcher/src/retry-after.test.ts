import { describe, expect, it } from "@jest/globals";
import { retryAfterMs } from "./retry-after.ts";

const NOW = Date.UTC(1994, 10, 6, 8, 49, 0);

describe("retryAfterMs()", () => {
  it.each([
    ["0", 1_000],
    ["00", 1_000],
    ["1", 1_000],
    [" 120 ", 120_000],
    ["900", 900_000],
    ["901", 900_000],
    ["99999999", 900_000],
    ["9".repeat(400), 900_000],
    ["Sun, 06 Nov 1994 08:49:37 GMT", 37_000],
    ["Sunday, 06-Nov-94 08:49:37 GMT", 37_000],
    ["Sun Nov  6 08:49:37 1994", 37_000],
    ["Sun, 06 Nov 1994 08:48:00 GMT", 1_000],
    ["Thu, 01 Jan 1970 00:00:00 GMT", 1_000],
    ["Fri, 31 Dec 9999 23:59:59 GMT", 900_000],
    ["Mon, 07 Nov 1994 08:49:37 GMT", 900_000],
  ])("reads %p as %p", (header, wait) => {
    expect(retryAfterMs({ "retry-after": header }, NOW)).toBe(wait);
  });

  it.each([
    undefined,
    "",
    " ",
    "soon",
    "-5",
    "-99999999",
    "+5",
    "1.5",
    "1e3",
    "0x10",
    "5 minutes",
    "120, 240",
    "NaN",
    "Infinity",
    "Sun, 99 Nov 1994",
    "Sun, 06 Nov 1994 99:99:99 GMT",
    "\0\xff",
    "a".repeat(30_000),
  ])("takes %p for no answer", (header) => {
    expect(retryAfterMs({ "retry-after": header }, NOW)).toBeNull();
  });

  it.each([
    ["an hour behind ours", "Sun, 06 Nov 1994 07:49:00 GMT", "Sun, 06 Nov 1994 07:49:37 GMT"],
    ["an hour before ours", "Sun, 06 Nov 1994 09:49:00 GMT", "Sun, 06 Nov 1994 09:49:37 GMT"],
  ])("counts from the clock of a server that is %s", (_, date, header) => {
    expect(retryAfterMs({ date, "retry-after": header }, NOW)).toBe(37_000);
  });

  it.each(["", "noon", "1994"])("counts from our clock when the server's says %p", (date) => {
    const header = "Sun, 06 Nov 1994 08:49:37 GMT";

    expect(retryAfterMs({ date, "retry-after": header }, NOW)).toBe(37_000);
  });
});
