import { describe, expect, it } from "@jest/globals";
import { relateHost } from "./page-host.ts";

describe("relateHost()", () => {
  it.each([
    ["https://example.com/a", "example.com", "same-host"],
    ["http://example.com/a?b://c", "example.com", "same-host"],
    ["https://www.example.com/a", "example.com", "same-host"],
    ["https://example.com/a", "www.example.com", "same-host"],
    ["https://example.com./a", "example.com", "same-host"],
    ["https://example.com:8443/a", "example.com:8443", "same-host"],
    ["http://127.0.0.1:8080/", "127.0.0.1:8080", "same-host"],
    ["http://[::1]:8080/", "[::1]:8080", "same-host"],
    ["http://localhost/", "localhost", "same-host"],
    ["https://example.com:8443/a", "example.com", "same-domain"],
    ["https://blog.example.com/a", "shop.example.com", "same-domain"],
    ["https://shop.example.co.uk/a", "example.co.uk", "same-domain"],
    ["https://a.xn--bcher-kva.de/", "xn--bcher-kva.de", "same-domain"],
    ["https://www2.example.com/a", "www.example.com:8080", "same-domain"],
    ["https://example.org/a", "example.com", "foreign"],
    ["https://one.co.uk/", "two.co.uk", "foreign"],
    ["https://notexample.com/", "example.com", "foreign"],
    ["https://example.com.evil.net/", "example.com", "foreign"],
    ["https://one.github.io/", "two.github.io", "foreign"],
    ["http://10.0.0.1/", "10.0.0.2", "foreign"],
    ["http://127.0.0.1:8081/", "127.0.0.1:8080", "foreign"],
    ["http://a.internal.corp/", "b.internal.corp", "foreign"],
    ["http://localhost:1/", "localhost:2", "foreign"],
    ["https://example.org/example.com", "example.com", "foreign"],
  ] as const)("finds %s and %s %s", (page, domain, relation) => {
    expect(relateHost(page, domain)).toBe(relation);
  });

  it("compares a million pages of one site in well under a second", () => {
    const begin = performance.now();

    for (let at = 0; at < 1_000_000; at++)
      relateHost(`https://www.example.com/${at}`, "example.com");

    expect(performance.now() - begin).toBeLessThan(1_500);
  });
});
