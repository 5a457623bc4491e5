import { describe, expect, it } from "@jest/globals";
import { originsOf } from "./origins.ts";

describe("originsOf()", () => {
  it.each([
    ["example.com", "www.example.com"],
    ["www.example.com", "example.com"],
    ["example.co.uk:8443", "www.example.co.uk:8443"],
    ["xn--bcher-kva.example", "www.xn--bcher-kva.example"],
  ])("tries %s on both schemes, then %s", (domain, variant) => {
    expect(originsOf(domain, null)).toEqual([
      `https://${domain}`,
      `http://${domain}`,
      `https://${variant}`,
      `http://${variant}`,
    ]);
  });

  it.each(["127.0.0.1", "[2001:db8::1]:8080", "localhost:3000", "blog.example.com", "co.uk"])(
    "knows no other name for %s",
    (domain) => {
      expect(originsOf(domain, null)).toEqual([`https://${domain}`, `http://${domain}`]);
    },
  );

  it("tries the scheme that was named first", () => {
    expect(originsOf("192.0.2.1", "http")).toEqual(["http://192.0.2.1", "https://192.0.2.1"]);
  });
});
