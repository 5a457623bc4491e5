import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { findSitemapLinks } from "./html-links.ts";

const PAGE = { url: "https://example.com/de/index.html", contentType: "text/html" };

function linksOf(html: string | Buffer, page: Partial<typeof PAGE> = {}) {
  return findSitemapLinks(Buffer.from(html), { ...PAGE, ...page });
}

async function mentionedIn(html: string) {
  return (await linksOf(html)).mentioned;
}

describe("findSitemapLinks()", () => {
  it("takes the declared sitemaps, whatever the case and company of their rel", async () => {
    const { declared, mentioned } = await linksOf(`<!DOCTYPE html><html><head>
      <LINK REL="SiteMap" TYPE="application/xml" HREF=/a.xml>
      <link rel="alternate sitemap" href="b.xml"><link rel=sitemap href="//cdn.example.net/c.xml">
      <link rel="sitemaps" href="/no.xml"><link rel="sitemap"><link rel="sitemap" href="ftp://x/y">
      </head><body><link rel="sitemap" href="/a.xml#again"></body></html>`);

    expect(declared).toEqual([
      "https://example.com/a.xml",
      "https://example.com/de/b.xml",
      "https://cdn.example.net/c.xml",
    ]);
    expect(mentioned).toEqual([]);
  });

  it.each([
    ["its address", `<a href="/sitemap.xml">XML</a>`],
    ["its escaped address", `<a href="/site%2Dmap">XML</a>`],
    ["its query", `<a href="/?page=site_map">XML</a>`],
    ["its text", `<a href="/x">Our <b>Site</b>\n<i>Map</i></a>`],
    ["its title", `<a href="/x" title="Site-map">?</a>`],
    ["its label", `<a href="/x" aria-label="SITEMAP"><svg></svg></a>`],
    ["its picture", `<a href="/x"><img src="/i.png" alt="Sitemap"></a>`],
    ["its text in French", `<a href="/x">Plan du site</a>`],
    ["its text in Japanese", `<a href="/x">サイトマップ</a>`],
    ["its address in Spanish", `<a href="/mapa-del-sitio">?</a>`],
    ["the alternative of an area", `<map><area href="/x" alt="Sitemap"></map>`],
    ["its text, though it is never closed", `<a href="/x">Sitemap<p>and more`],
  ])("takes a link that speaks of a sitemap by %s", async (_, html) => {
    expect(await mentionedIn(html)).toHaveLength(1);
  });

  it.each([
    ["a link about something else", `<a href="/map">Map of the site</a>`],
    ["text outside of links", `<a href="/x">home</a> Sitemap`],
    ["a host of that name", `<a href="https://sitemaps.org/">protocol</a>`],
    ["a place on the page itself", `<a href="#sitemap">Sitemap</a>`],
    ["another scheme", `<a href="javascript:sitemap()">Sitemap</a>`],
    ["a comment", `<!-- <a href="/sitemap.xml">Sitemap</a> -->`],
    ["a script", `<script>"<a href='/sitemap.xml'>Sitemap</a>"</script>`],
  ])("passes by %s", async (_, html) => {
    expect(await mentionedIn(html)).toEqual([]);
  });

  it("resolves by the first <base>, wherever it stands", async () => {
    const html = `<link rel="sitemap" href="s.xml"><base target="_top"><base href="/root/">
      <base href="/other/"><a href="sitemap.txt">?</a>`;

    expect(await linksOf(html)).toEqual({
      declared: ["https://example.com/root/s.xml"],
      mentioned: ["https://example.com/root/sitemap.txt"],
    });
  });

  it("reads the charset of the header, the page and the compression", async () => {
    const page = `<meta charset="windows-1251"><a href="/x">карта сайта</a>`;
    const cyrillic = Buffer.from(
      page.replaceAll(/[а-я]/g, (letter) =>
        String.fromCharCode((letter.codePointAt(0) ?? 0) - 0x430 + 0xe0),
      ),
      "latin1",
    );

    expect((await linksOf(cyrillic)).mentioned).toHaveLength(1);
    expect(
      (await linksOf(cyrillic, { contentType: "text/html; charset=latin1" })).mentioned,
    ).toEqual([]);
    const packed = gzipSync(`<a href="/sitemap.xml">${"x".repeat(50_000)}`);
    const links = await findSitemapLinks(packed.subarray(0, packed.length - 20), {
      ...PAGE,
      contentEncoding: "gzip",
    });
    expect(links.mentioned).toEqual(["https://example.com/sitemap.xml"]);
  });

  it("gives at most fifty of each", async () => {
    const many = Array.from({ length: 500 }, (_, at) => `<a href="/sitemap-${at}.xml">x</a>`);
    const links = many.map((link) => link.replace("<a", '<link rel="sitemap"'));

    const found = await linksOf(links.join("") + many.join("").replaceAll("map-", "map_"));

    expect(found.declared).toHaveLength(50);
    expect(found.mentioned).toHaveLength(50);
  });

  it.each([
    ["open elements", "<a>".repeat(600_000)],
    ["elements and stray ends", "<i>".repeat(999) + "</x>".repeat(400_000)],
    ["attributes", `<a ${"a=1 ".repeat(400_000)}>`],
    ["an open tag", `<a href="${"<a".repeat(1_000_000)}`],
    ["links", `<a href="/sitemap.xml">Sitemap</a>`.repeat(60_000)],
    ["a long text", `<a href="/x">${"site ".repeat(400_000)}</a>`],
    ["meta tags", "<meta ".repeat(300_000)],
  ])("is not held up by two megabytes of %s", async (_, html) => {
    const begin = performance.now();

    await linksOf(html);

    // Minutes, if its time grew with the square of the length.
    expect(performance.now() - begin).toBeLessThan(15_000);
  });

  it("never throws, and gives only absolute addresses of the web", async () => {
    const part = fc.constantFrom(
      "<a",
      " href=",
      "'/sitemap",
      "'",
      ">",
      "</a>",
      "<base",
      "<link",
      " rel=sitemap",
      "\0",
    );
    const html = fc.array(fc.oneof(part, fc.string())).map((parts) => parts.join(""));

    await fc.assert(
      fc.asyncProperty(html, async (text) => {
        const { declared, mentioned } = await linksOf(text);
        for (const url of [...declared, ...mentioned]) expect(url).toMatch(/^https?:\/\/[^/]/);
      }),
    );
  });
});
