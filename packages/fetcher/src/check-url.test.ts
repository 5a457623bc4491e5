import { describe, expect, it } from "@jest/globals";
import { createTargetPolicy } from "./address-policy.ts";
import { checkUrl } from "./check-url.ts";
import { FetchError } from "./fetch-error.ts";

const PUBLIC = createTargetPolicy([]);
const LOOPBACK = createTargetPolicy(["127.0.0.0/8"]);

describe("checkUrl()", () => {
  it.each([
    "http://example.com/",
    "https://example.com/sitemap.xml",
    "http://example.com:443/",
    "https://example.com:80/",
    "https://EXAMPLE.com./",
    "https://bücher.example.de/",
    "https://under_score.example.com/",
    "https://someone.github.io/",
    "https://8.8.8.8/",
    "https://[2606:4700:4700::1111]/",
  ])("lets %s pass", (url) => {
    expect(() => checkUrl(url, PUBLIC)).not.toThrow();
  });

  it.each([
    // other schemes, other ports, user names
    "ftp://example.com/",
    "file:///etc/passwd",
    "gopher://example.com/",
    "javascript:alert(1)",
    "//example.com/",
    "http://example.com:8080/",
    "https://example.com:22/",
    "https://user@example.com/",
    "https://:secret@example.com/",
    "https://example.com@127.0.0.1/",
    // IPv4 in every disguise
    "http://127.0.0.1/",
    "http://127.1/",
    "http://0/",
    "http://0177.0.0.1/",
    "http://0x7f.0.0.1/",
    "http://0x7f000001/",
    "http://017700000001/",
    "http://2130706433/",
    "http://127.0.0.1./",
    "http://１２７.０.０.１/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://%31%32%37.0.0.1/",
    "http://%30x7f.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://168.63.129.16/",
    // IPv6, and IPv4 within it
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:8.8.8.8]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    // names of local networks
    "http://localhost/",
    "http://localhost./",
    "http://LOCALHOST/",
    "http://ⓛocalhost/",
    "http://app.localhost/",
    "http://intranet/",
    "http://com/",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://router.lan/",
    "http://example.test/",
    "http://unix/",
    "nonsense",
    "",
  ])("refuses %p", (url) => {
    expect(() => checkUrl(url, PUBLIC)).toThrow(
      expect.objectContaining({ name: "FetchError", code: "target_not_public" }),
    );
  });

  it("says the same of all it refuses", () => {
    const messages = ["file:///", "http://127.0.0.1:22/", "http://intranet/"].map((url) => {
      try {
        checkUrl(url, PUBLIC);
      } catch (error) {
        return error instanceof FetchError ? error.message : error;
      }
      return "it passed";
    });

    expect(new Set(messages).size).toBe(1);
  });

  it("lets an open range pass on any port, but no other private literal", () => {
    expect(() => checkUrl("http://127.0.0.1:8123/", LOOPBACK)).not.toThrow();
    expect(() => checkUrl("http://10.0.0.1/", LOOPBACK)).toThrow(FetchError);
    expect(() => checkUrl("http://8.8.8.8:8123/", LOOPBACK)).toThrow(FetchError);
  });

  it("leaves names to be judged by their addresses where a range is open", () => {
    expect(() => checkUrl("http://sample.internal:8123/", LOOPBACK)).not.toThrow();
    expect(() => checkUrl("ftp://sample.internal/", LOOPBACK)).toThrow(FetchError);
  });
});
