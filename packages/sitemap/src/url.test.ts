import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { hashUrl, normalizeUrl } from "./url.ts";

const BASE = "https://example.com/maps/sitemap.xml";

describe("normalizeUrl()", () => {
  it.each([
    ["https://EXAMPLE.com:443/A?b#c", "https://example.com/A?b"],
    ["http://example.com:80", "http://example.com/"],
    ["http://example.com:8080/", "http://example.com:8080/"],
    ["https://user:secret@example.com/", "https://example.com/"],
    ["https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"],
    ["https://example.com/a b|c[d]%", "https://example.com/a%20b|c[d]%"],
    ["https://example.com/a#", "https://example.com/a"],
    ["https:\\\\example.com\\a", "https://example.com/a"],
    ["//cdn.example.com/a", "https://cdn.example.com/a"],
    ["/a", "https://example.com/a"],
    ["a", "https://example.com/maps/a"],
    ["?a", "https://example.com/maps/sitemap.xml?a"],
    ["example.com/a", "https://example.com/a"],
    ["www.example.com/a", "https://www.example.com/a"],
    ["other.html", "https://example.com/maps/other.html"],
    ["example.com:8080/a", "https://example.com:8080/a"],
    ["https:/example.com/a", "https://example.com/a"],
    ["https:////example.com/a", "https://example.com/a"],
    ["//cdn.example.com/https://a", "https://cdn.example.com/https://a"],
    ["blog.example.com/a", "https://blog.example.com/a"],
    ["blog.example.org/a", "https://example.com/maps/blog.example.org/a"],
    ['"https://example.com/a"', "https://example.com/a"],
    ["<https://example.com/a>", "https://example.com/a"],
    ["[a](https://example.com/a_(b))", "https://example.com/a_(b)"],
    ['<a href="https://example.com/a">the "a"</a>', "https://example.com/a"],
    ["%20https://example.com/a", "https://example.com/a"],
    ["page?u=https://other.example/", "https://example.com/maps/page?u=https://other.example/"],
    ["/to/https://other.example/", "https://example.com/to/https://other.example/"],
    ["\u00a0 https://example.com/\n  a\0\u0007 ", "https://example.com/a"],
    ["https://example.com/\ud800", "https://example.com/%EF%BF%BD"],
  ])("makes one form of %j", (text, url) => {
    expect(normalizeUrl(text, BASE)).toMatchObject({ url });
  });

  it.each([
    ["", "url_empty"],
    [" \u200b ", "url_empty"],
    ["ftp://example.com/", "url_scheme"],
    ["javascript:alert(1)", "url_scheme"],
    ["mailto:a@example.com", "url_scheme"],
    ["https://", "url_invalid"],
    ["http://[::1", "url_invalid"],
    ["https://exa mple.com/", "url_invalid"],
    ["http://https://example.com/", "url_invalid"],
    ["https://example.comhttps://example.com/", "url_invalid"],
    ["https//example.com/", "url_invalid"],
    ["://example.com/", "url_invalid"],
    ["https:https://example.com/", "url_invalid"],
    ["//https://example.com/", "url_invalid"],
    ["https://http//example.com/", "url_invalid"],
    ["https ://example.com/", "url_invalid"],
    ["https;//example.com/", "url_invalid"],
    ["https:///a/b", "url_invalid"],
    ["https:/a/b", "url_invalid"],
    ["//a/b", "url_invalid"],
    ["https%3A//example.com/", "url_invalid"],
    ["see https://example.com/", "url_invalid"],
    ["{{ site.url }}/a", "url_invalid"],
    ["&h;/a", "url_invalid"],
    ["#", "url_invalid"],
  ])("rejects %j", (text, rejected) => {
    expect(normalizeUrl(text, BASE)).toEqual({ rejected });
  });

  it("rejects what is over 8,192 characters, as written or escaped", () => {
    const rejected = "url_too_long";

    expect(normalizeUrl(`https://example.com/${"a".repeat(8_192)}`)).toEqual({ rejected });
    expect(normalizeUrl(`https://example.com/${"é".repeat(4_000)}`)).toEqual({ rejected });
  });

  it("rejects what is relative to nothing", () => {
    expect(normalizeUrl("/a")).toEqual({ rejected: "url_invalid" });
  });

  it("is not held up by what stands round a URL", () => {
    const begin = performance.now();
    for (const run of [
      '"',
      " ",
      "%20",
      "(",
      "[](",
      "<a href=",
      "<a ",
      "http",
      ":",
      "http//",
      "&lt;",
    ])
      normalizeUrl(`${run.repeat(8_000 / run.length)}x`, BASE);

    expect(performance.now() - begin).toBeLessThan(1_000);
  });

  it("changes nothing of its own results", () => {
    const texts = fc.oneof(fc.webUrl({ withFragments: true, size: "small" }), fc.string());

    fc.assert(
      fc.property(texts, (text) => {
        const first = normalizeUrl(text, BASE);
        fc.pre("url" in first);
        expect(normalizeUrl(first.url, "http://other.example/")).toEqual(first);
      }),
    );
  });
});

describe("hashUrl()", () => {
  it("is the first half of the SHA-256 of the UTF-8", () => {
    const sum = createHash("sha256").update("https://example.com/é", "utf8").digest("hex");

    expect(hashUrl("https://example.com/é")).toBe(sum.slice(0, 32));
  });
});
