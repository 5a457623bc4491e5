import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { parseRobots } from "./robots.ts";

const ROBOTS_URL = "https://example.com/robots.txt";
const A = "https://example.com/a.xml";
const B = "https://example.com/b.xml";

function delay(text: string): number | null {
  return parseRobots(Buffer.from(text), ROBOTS_URL).crawlDelaySeconds;
}

function sitemapsOf(text: string | Buffer): string[] {
  return parseRobots(typeof text === "string" ? Buffer.from(text) : text, ROBOTS_URL).sitemaps;
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
    expect(delay("User-agent: *\nCrawl-delay: -1\nCrawl-delay: soon")).toBeNull();
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void parseRobots(bytes, ROBOTS_URL)));
  });
});
