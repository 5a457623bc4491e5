import { describe, expect, it } from "@jest/globals";
import { UsageError } from "../src/errors.ts";
import { readSite } from "../src/check/site-argument.ts";

describe("readSite()", () => {
  it.each([
    ["Example.COM", { domain: "example.com", scheme: null, url: null }],
    ["http://example.com", { domain: "example.com", scheme: "http", url: null }],
    [
      "https://example.com:8443/s.xml?a=1",
      {
        domain: "example.com:8443",
        scheme: "https",
        url: "https://example.com:8443/s.xml?a=1",
      },
    ],
    [
      "example.com/sitemap.xml",
      { domain: "example.com", scheme: null, url: "https://example.com/sitemap.xml" },
    ],
  ])("reads %s", (text, site) => {
    expect(readSite(text)).toEqual(site);
  });

  it.each(["", "ftp://example.com", "foo bar", "http://"])("refuses %j as wrong usage", (text) => {
    expect(() => readSite(text)).toThrow(UsageError);
  });
});
