import { describe, expect, it } from "@jest/globals";
import { InvalidDomainError, parseDomain } from "./domain.ts";

describe("parseDomain()", () => {
  it.each([
    ["Example.COM", "example.com", null, null],
    ["  example.com.  ", "example.com", null, null],
    ["bücher.example", "xn--bcher-kva.example", null, null],
    ["127.0.0.1:8080", "127.0.0.1:8080", null, null],
    ["localhost:3000", "localhost:3000", null, null],
    ["[::1]:80", "[::1]", null, null],
    ["example.com:443", "example.com", null, null],
    ["example.com/en/", "example.com", null, null],
    ["//example.com", "example.com", null, null],
    ["https://Example.com", "example.com", "https://example.com", "https://example.com/"],
    ["https://example.com.:443/", "example.com", "https://example.com", "https://example.com/"],
    ["http://example.com:80/", "example.com", "http://example.com", "http://example.com/"],
    [
      "http://example.com:443/",
      "example.com:443",
      "http://example.com:443",
      "http://example.com:443/",
    ],
    [
      "HTTP://example.com/en/?a=b@c#d",
      "example.com",
      "http://example.com",
      "http://example.com/en/?a=b@c",
    ],
    ["http://0x7f.1/", "127.0.0.1", "http://127.0.0.1", "http://127.0.0.1/"],
  ])("reads %j", (input, domain, origin, url) => {
    expect(parseDomain(input)).toEqual({ domain, origin, url });
  });

  it.each([
    "",
    "   ",
    "file:///etc/passwd",
    "ftp://example.com",
    "mailto:a@example.com",
    "http:",
    "https://",
    "http:example.com",
    "javascript:alert(1)",
    "user@example.com",
    "https://a:b@example.com/",
    "exa mple.com",
    "example.com\0",
    "a\nb.com",
    "a..b",
    ".example.com",
    "example.com..",
    "<script>",
    "/path",
    "?x",
    "https://[::1",
    "http://exa%00mple.com/",
    "example.com:99999",
    "http:///x",
    "a\\b",
  ])("refuses %j", (input) => {
    expect(() => parseDomain(input)).toThrow(InvalidDomainError);
    expect(() => parseDomain(input)).toThrow(expect.objectContaining({ code: "invalid_domain" }));
  });

  it("refuses what is too long, whole or in part", () => {
    const label = `${"a".repeat(64)}.com`;
    const host = `${"a.".repeat(200)}com`;
    const input = `https://example.com/${"a".repeat(5_000)}`;

    for (const long of [label, host, input])
      expect(() => parseDomain(long)).toThrow(InvalidDomainError);
  });

  it("quotes at most 80 characters of what it refuses", () => {
    expect(() => parseDomain(" x".repeat(5_000))).toThrow(/^.{1,160}$/);
  });
});
