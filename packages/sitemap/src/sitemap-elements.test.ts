import { describe, expect, it } from "@jest/globals";
import { readBytes, urlsOf } from "../test/read-bytes.ts";

const A = "https://example.com/a";
const B = "https://example.com/b";

/** Documents that are read in spite of something: what it is, the document, the URLs in it. */
const TOLERATED: [string, string, string[]][] = [
  ["upper-case tags", `<URLSET><URL><LOC>${A}</LOC></URL></URLSET>`, [A]],
  ["no namespace", `<urlset><url><loc>${A}</loc></url></urlset>`, [A]],
  ["any namespace", `<urlset xmlns="urn:x"><url><loc>${A}</loc></url></urlset>`, [A]],
  ["a prefix", `<s:urlset xmlns:s="u"><s:url><s:loc>${A}</s:loc></s:url></s:urlset>`, [A]],
  ["an undeclared prefix", `<s:urlset><s:url><s:loc>${A}</s:loc></s:url></s:urlset>`, [A]],
  ["CDATA after a line break", `<urlset><url><loc>\n<![CDATA[${A}]]>\n</loc></url></urlset>`, [A]],
  [
    "a comment in a loc",
    `<urlset><url><loc>https://exa<!-- x -->mple.com/a</loc></url></urlset>`,
    [A],
  ],
  [
    "a line break in a loc",
    `<urlset><url><loc>https://example.com/\n   a</loc></url></urlset>`,
    [A],
  ],
  [
    "every kind of space",
    `<urlset><url><loc>\u00a0\u200b${A}\ufeff&nbsp;</loc></url></urlset>`,
    [A],
  ],
  ["a url inside a loc", `<urlset><url><loc><url>${A}</url></loc></url></urlset>`, [A]],
  ["a url not closed", `<urlset><url><loc>${A}</loc><url><loc>${B}</loc></url></urlset>`, [A, B]],
  ["a loc not closed", `<urlset><url><loc>${A}</url><url><loc>${B}</loc></url></urlset>`, [A, B]],
  [
    "40 tags not closed in a caption",
    `<urlset><url><loc>${A}</loc><image:image><image:caption>${"<p>x".repeat(40)}</image:caption></image:image></url><url><loc>${B}</loc></url></urlset>`,
    [A, B],
  ],
  [
    "40 tags of a video not closed",
    `<urlset><url><loc>${A}</loc><video:video>${"<video:tag>x".repeat(40)}</video:video></url><url><loc>${B}</loc></url></urlset>`,
    [A, B],
  ],
  ["nothing closed", `<urlset><url><loc>${A}<url><loc>${B}</urlset>`, [A, B]],
  ["two locs in a url", `<urlset><url><loc>${A}</loc><loc>${B}</loc></url></urlset>`, [A, B]],
  ["a stray closing tag", `<urlset></url><url><loc>${A}</loc></url></url></urlset>`, [A]],
  ["a nested urlset", `<urlset><urlset><url><loc>${A}</loc></url></urlset></urlset>`, [A]],
  ["a loc without a url", `<urlset><loc>${A}</loc><loc>${B}</loc></urlset>`, [A, B]],
  ["entries without a root", `<url><loc>${A}</loc></url><url><loc>${B}</loc></url>`, [A, B]],
  ["text instead of a loc", `<sitemapindex><sitemap>${A}</sitemap></sitemapindex>`, [A]],
  ["an empty loc", `<urlset><url><loc/></url><url><loc>${A}</loc></url></urlset>`, [A]],
  [
    "two documents",
    `<urlset><url><loc>${A}</loc></url></urlset><urlset><url><loc>${B}</loc></url></urlset>`,
    [A, B],
  ],
  [
    "PHP warnings",
    `<br />\n<b>Warning</b>: x in <b>y</b>\n<?xml version="1.0"?><urlset><url><loc>${A}</loc></url></urlset>`,
    [A],
  ],
  [
    "text before the root",
    `Notice: x\n<?xml version="1.0"?><urlset><url><loc>${A}</loc></url></urlset>`,
    [A],
  ],
  ["a DOCTYPE", `<!DOCTYPE urlset SYSTEM "x.dtd"><urlset><url><loc>${A}</loc></url></urlset>`, [A]],
  ["anything after the end", `<urlset><url><loc>${A}</loc></url></urlset><!-- <b "`, [A]],
  [
    "a lone & before a tag",
    `<urlset><url><loc>${A}?x&</loc></url><url><loc>${B}</loc></url></urlset>`,
    [`${A}?x&`, B],
  ],
  ["a lone & in an attribute", `<urlset a="?b&"><url><loc>${A}</loc></url></urlset>`, [A]],
  [
    "what looks like an entity",
    `<urlset><url><loc>${A}?&copy=2&constructor;</loc></url></urlset>`,
    [`${A}?&copy=2&constructor;`],
  ],
  [
    "an escaped entity",
    `<urlset><url><loc>${A}?&amp;copy=2&amp;amp;x</loc></url></urlset>`,
    [`${A}?&copy=2&amp;x`],
  ],
  ["a numeric reference", `<urlset><url><loc>${A}?&#38;&#x62;</loc></url></urlset>`, [`${A}?&b`]],
  [
    "a < in a title",
    `<urlset><url><loc>${A}</loc><image:title>a < b << 5</image:title></url><url><loc>${B}</loc></url></urlset>`,
    [A, B],
  ],
  [
    "an attribute that sax asks",
    `<urlset hasOwnProperty a="1" __proto__="2"><url><loc>${A}</loc></url></urlset>`,
    [A],
  ],
];

describe("a sitemap", () => {
  it.each(TOLERATED)("is read in spite of %s", async (_, document, urls) => {
    const { entries, report } = await readBytes(document);

    expect(entries.map(({ url }) => url)).toEqual(urls);
    expect(report.outcome).toBe("ok");
  });

  it.each([
    ["an image", `<image:image><image:loc>${B}</image:loc></image:image>`],
    ["an image of an undeclared prefix", `<i:loc>${B}</i:loc>`],
    ["an image without a prefix", `<image><loc>${B}</loc></image>`],
    ["a video", `<video:video><video:player_loc>${B}</video:player_loc></video:video>`],
    ["a foreign namespace", `<loc xmlns="urn:foreign">${B}</loc>`],
    ["an image after a lastmod not closed", `<lastmod>2024<image><loc>${B}</loc></image>`],
  ])("never takes the loc of %s for a page", async (_, element) => {
    const document = `<urlset><url>${element}<loc>${A}</loc>${element}</url></urlset>`;

    expect(await urlsOf(document)).toEqual([A]);
  });

  it("lets nothing of an entry without a loc into the next", async () => {
    const { entries } = await readBytes(
      `<urlset><url><lastmod>2024</lastmod><priority>1</priority><image:image/></url>
       <url><loc>${A}</loc></url></urlset>`,
    );

    expect(entries).toMatchObject([{ url: A, lastmodRaw: null, priority: null, extensions: null }]);
  });

  it("is followed for what its entries are, whatever its root", async () => {
    const both = `<sitemap><loc>${A}</loc></sitemap><url><loc>${B}</loc></url>`;

    for (const root of ["urlset", "sitemapindex"]) {
      const { entries } = await readBytes(`<${root}>${both}</${root}>`);
      expect(entries.map(({ type }) => type)).toEqual(["sitemap", "page"]);
    }
  });

  it("keeps no url open that was not closed, however many there are", async () => {
    const urls = Array.from({ length: 2_000 }, (_, n) => `https://example.com/${n}`);
    const document = `<urlset>${urls.map((url) => `<url><loc>${url}`).join("")}</urlset>`;

    expect(await urlsOf(document)).toEqual(urls);
  });
});

describe("the extensions of a page", () => {
  it("are kept as plain data, several of each", async () => {
    const { entries } = await readBytes(
      `<urlset xmlns:xhtml="x"><url><loc>${A}</loc>
       <image:image><image:loc>1.png</image:loc><image:title>A &amp; <![CDATA[B]]></image:title></image:image>
       <image:image><image:loc>2.png</image:loc></image:image>
       <video:video><video:tag>x</video:tag><video:tag>y</video:tag><video:price currency="EUR">1</video:price></video:video>
       <news:news><news:publication><news:name>N</news:name></news:publication></news:news>
       <xhtml:link rel="alternate" hreflang="de" href="https://example.com/de"/>
       <mobile:mobile/><unknown><image>no</image></unknown></url></urlset>`,
    );

    expect(entries).toMatchObject([
      {
        extensions: {
          images: [{ loc: "1.png", title: "A & B" }, { loc: "2.png" }],
          videos: [{ tag: ["x", "y"], price: { currency: "EUR", text: "1" } }],
          news: [{ publication: { name: "N" } }],
          alternates: [{ rel: "alternate", hreflang: "de", href: "https://example.com/de" }],
          mobile: [""],
        },
      },
    ]);
  });

  it("are bounded, and what is left out is counted", async () => {
    const image = "<image:image><image:loc>x</image:loc></image:image>";
    const { entries, report } = await readBytes(
      `<urlset><url><loc>${A}</loc>${image.repeat(10_000)}</url><url><loc>${B}</loc></url></urlset>`,
    );

    expect(entries).toMatchObject([{ url: A }, { url: B, extensions: null }]);
    expect(report.warnings).toEqual({ extension_too_large: 1 });
  });
});
