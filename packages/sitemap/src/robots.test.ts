import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { parseRobots, type Robots } from "./robots.ts";

const ROBOTS_URL = "https://example.com/robots.txt";
const A = "https://example.com/a.xml";
const B = "https://example.com/b.xml";

function delay(text: string): number | null {
  return parseRobots(Buffer.from(text), ROBOTS_URL).crawlDelaySeconds;
}

function sitemapsOf(text: string | Buffer): string[] {
  return parseRobots(typeof text === "string" ? Buffer.from(text) : text, ROBOTS_URL).sitemaps;
}

function rulesOf(text: string, agent?: string): Robots {
  return parseRobots(Buffer.from(text), ROBOTS_URL, agent);
}

describe("parseRobots()", () => {
  it.each([
    ["any case", `sItEmAp: ${A}\nSITEMAP:${B}`, [A, B]],
    ["a byte order mark", `\uFEFFSitemap: ${A}`, [A]],
    ["CR alone", `User-agent: *\rSitemap: ${A}\rSitemap: ${B}`, [A, B]],
    ["CRLF", `Sitemap: ${A}\r\n\r\nSitemap: ${B}\r\n`, [A, B]],
    ["indentation and spaces", `  \tSitemap \t:\t ${A}  `, [A]],
    ["other spellings", `site-map: ${A}\nSitemaps: ${B}`, [A, B]],
    ["no colon", `Sitemap ${A}`, [A]],
    [
      "a line that is a URL",
      `${A.replace("a.xml", "sitemap.xml")}\nhttps://example.com/page`,
      ["https://example.com/sitemap.xml"],
    ],
    ["quotes and brackets", `Sitemap: "${A}"\nSitemap: <${B}>`, [A, B]],
    ["two on a line", `Sitemap: ${A} ${B}`, [A, B]],
    ["two glued together", `Sitemap: ${A}${B}`, [A, B]],
    ["two fields glued together", `Sitemap: ${A}Sitemap: ${B}`, [A, B]],
    ["commas", `Sitemap: ${A},${B}, ${A}`, [A, B]],
    ["a comment behind", `Sitemap: ${A} # the first\nSitemap: ${B}#part`, [A, B]],
    ["a comment in front", `# Sitemap: ${A}\n  #Sitemap: ${B}`, []],
    [
      "relative URLs",
      `Sitemap: /a.xml\nSitemap: b.xml\nSitemap: //cdn.example.com/c.xml`,
      [A, B, "https://cdn.example.com/c.xml"],
    ],
    ["duplicates", `Sitemap: ${A}\nSitemap: ${A}\nSitemap: HTTPS://EXAMPLE.com:443/a.xml`, [A]],
    ["another host", "Sitemap: https://other.example/s.xml", ["https://other.example/s.xml"]],
    [
      "another scheme",
      "Sitemap: ftp://example.com/a.xml\nSitemap: file:///a.xml\nSitemap: javascript:a.b",
      [],
    ],
    ["no value", "Sitemap:\nSitemap: none\nSitemap", []],
    ["prose", "Sitemap files are listed elsewhere", []],
    ["a NUL", `Site\0map: ${A}`, [A]],
    ["HTML", `<!DOCTYPE html><html>\nSitemap: ${A}\n</html>`, []],
    ["nothing", "", []],
  ])("reads %s", (_, text, sitemaps) => {
    expect(sitemapsOf(text)).toEqual(sitemaps);
  });

  it("reads UTF-16, and what is invalid elsewhere", () => {
    expect(sitemapsOf(Buffer.from(`\uFEFFSitemap: ${A}`, "utf16le"))).toEqual([A]);
    expect(sitemapsOf(Buffer.from(`Sitemap: ${A}`, "utf16le").swap16())).toEqual([A]);
    expect(
      sitemapsOf(Buffer.concat([Buffer.of(0xff, 0x0a), Buffer.from(`Sitemap: ${A}`)])),
    ).toEqual([A]);
  });

  it("takes the crawl delay of everyone's group", () => {
    expect(
      delay("User-agent: a\nCrawl-delay: 9\n\nUser-agent: *\nDisallow: /x\nCrawl-Delay: 2.5"),
    ).toBe(2.5);
    expect(delay("User-agent: *\nUser-agent: a\nCrawl-delay: 3 # s")).toBe(3);
    expect(delay("Crawl-delay: 4")).toBe(4);
    expect(delay("User-agent: a\nCrawl-delay: 9")).toBeNull();
    expect(delay("User-agent: a\nCrawl-delay: soon\nUser-agent: *\nCrawl-delay: 2")).toBe(2);
    expect(delay("User-agent: *\nCrawl-delay:\nCrawl-delay: 0x10")).toBeNull();
    expect(delay("User-agent: *\nCrawl-delay: -1\nCrawl-delay: soon")).toBeNull();
  });

  it("takes the rules of our own group, by the product name, over everyone's", () => {
    const text = `User-agent: *\nDisallow: /\nCrawl-delay: 9
      User-agent: Sitemap-Scanner/2\nSitemap: ${A}\nUser-agent: other
      Disallow: /private\nAllow: /private/sitemap*.xml$\nCrawl-delay: 1`;
    const ours = rulesOf(text, "sitemap-scanner/0.1 (+https://example.org)");

    expect(ours.crawlDelaySeconds).toBe(1);
    expect(ours.isAllowed("https://example.com/a")).toBe(true);
    expect(ours.isAllowed("http://www.example.com/private/a")).toBe(false);
    expect(ours.isAllowed("https://example.com/private/sitemap-1.xml")).toBe(true);
    expect(ours.isAllowed("https://other.example/private/a")).toBe(true);
    expect(rulesOf(text, "Mozilla/5.0 (compatible; sitemap-scanner/0.1)").crawlDelaySeconds).toBe(
      1,
    );
    expect(rulesOf(text).isAllowed("https://example.com/a")).toBe(false);
    expect(rulesOf(text, "unknown").crawlDelaySeconds).toBe(9);
  });

  it("tells another document from a robots.txt behind a server's warning", () => {
    expect(rulesOf("<html><body>\nSitemap: /a.xml").isRobots).toBe(false);
    expect(rulesOf('{"Sitemap": "/a.xml"}').isRobots).toBe(false);
    expect(rulesOf("").isRobots).toBe(true);
    expect(rulesOf(`<br />\n<b>Warning</b>: x\nSitemap: ${A}`)).toMatchObject({
      isRobots: true,
      sitemaps: [A],
    });
  });

  it.each([
    ["wildcards", "User-agent: *\n" + `Disallow: /${"*a".repeat(100)}b\n`.repeat(2_000)],
    ["one pattern", `User-agent: *\nDisallow: /${"*a".repeat(250_000)}`],
    ["rules", "User-agent: *\n" + "Disallow: /a\n".repeat(40_000)],
    ["agents", "User-agent: *\nUser-agent: x\n".repeat(10_000) + "Allow: /a\n".repeat(10_000)],
    ["spaces", `Sitemap: a${" ".repeat(500_000)}b`],
    ["commas", `Sitemap: a${",".repeat(500_000)}b`],
    ["comments", `Sitemap: a${" #\u2028".repeat(100_000)}b`],
    ["URLs", `Sitemap:${" http://a.b".repeat(50_000)}`],
    ["breaks written out", `Sitemap: a${"\\n ".repeat(160_000)}b`],
    ["sitemaps", `https://${"sitemap".repeat(70_000)} b`],
  ])("is not held up by half a megabyte of %s", (_, text) => {
    const before = process.cpuUsage();

    parseRobots(Buffer.from(text), ROBOTS_URL).isAllowed(
      `https://example.com/${"a".repeat(8_000)}`,
    );

    // Of the processor, in µs: others may have it meanwhile. Rules without a bound took 4.6 s.
    expect(process.cpuUsage(before).user).toBeLessThan(3_000_000);
  });

  it("never throws", () => {
    const lines = fc.array(
      fc.constantFrom("Sitemap:", "User-agent:", "Disallow:", "*", "https://", "\n", " ", "/a"),
    );
    const bytes = fc.oneof(
      fc.uint8Array(),
      lines.map((parts) => Buffer.from(parts.join(""))),
    );
    fc.assert(
      fc.property(bytes, fc.string(), fc.webUrl(), (body, agent, url) => {
        expect(typeof parseRobots(body, ROBOTS_URL, agent).isAllowed(url)).toBe("boolean");
      }),
    );
  });
});
