import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { FILE_URL, readBytes, readPieces, urlset, urlsOf } from "../test/read-bytes.ts";
import { readSitemap, type Entry } from "./index.ts";

describe("readSitemap()", () => {
  it("reads a urlset with all that the protocol has", async () => {
    const { entries, report } = await readBytes(
      `<urlset><url><loc> https://Example.com:443/a?b&amp;c#d </loc><lastmod>2024-02-29</lastmod>
       <changefreq>Weekly</changefreq><priority>0.8</priority></url></urlset>`,
    );

    expect(entries).toEqual([
      {
        type: "page",
        url: "https://example.com/a?b&c",
        lastmod: new Date("2024-02-29T00:00:00Z"),
        lastmodRaw: "2024-02-29",
        changefreq: "weekly",
        priority: 0.8,
        extensions: null,
      },
    ]);
    expect(report).toMatchObject({ kind: "urlset", outcome: "ok", entries: 1, encoding: "utf-8" });
  });

  it("reads an index with the lastmod of each child", async () => {
    const { entries, report } = await readBytes(
      `<sitemapindex><sitemap><loc>a.xml</loc><lastmod>2024</lastmod></sitemap>
       <sitemap><loc>/b.xml</loc></sitemap></sitemapindex>`,
    );

    const lastmod = new Date("2024-01-01T00:00:00Z");
    expect(entries).toEqual([
      { type: "sitemap", url: "https://example.com/maps/a.xml", lastmod, lastmodRaw: "2024" },
      { type: "sitemap", url: "https://example.com/b.xml", lastmod: null, lastmodRaw: null },
    ]);
    expect(report).toMatchObject({ kind: "index", outcome: "ok" });
  });

  it("reads a list of URLs and counts the lines that are none", async () => {
    const { entries, report } = await readBytes(
      "\uFEFFhttps://example.com/a\r\n\r\n  https://example.com/b \rjunk\nftp://x/\nHTTP://example.com/c",
    );

    expect(entries.map(({ url }) => url)).toEqual(
      ["a", "b", "c"].map((page) =>
        page === "c" ? "http://example.com/c" : `https://example.com/${page}`,
      ),
    );
    expect(report).toMatchObject({ kind: "text", outcome: "ok", rejected: { line_not_a_url: 2 } });
  });

  it.each([
    ["an HTML page", "<!DOCTYPE html><html><body><loc>https://example.com/</loc></body></html>"],
    ["an HTML page with a urlset in it", "<html><body><urlset></urlset></body></html>"],
    ["a piece of HTML", "<div><p>".repeat(50)],
    ["JSON", '{"url": "https://example.com/"}'],
    ["a PDF", "%PDF-1.7\nhttps://example.com/"],
    ["an empty body", ""],
    ["a blank body", " \r\n\t".repeat(10_000)],
    ["prose", "Please log in.\nThen come back."],
    ["other XML", "<root><a>https://example.com/</a></root>"],
    ["binary data", Buffer.from(Array.from({ length: 999 }, (_, n) => (n * 7) % 256))],
  ])("takes %s for no sitemap, and says so", async (_, body) => {
    const { entries, report } = await readBytes(body);

    expect(entries).toEqual([]);
    expect(report).toMatchObject({ kind: "unknown", outcome: "not_a_sitemap" });
    expect(report.detail).toEqual(expect.any(String));
  });

  it("finds a valid file without entries empty", async () => {
    expect((await readBytes("<urlset/>")).report).toMatchObject({
      kind: "urlset",
      outcome: "empty",
    });
    expect((await readBytes("<sitemapindex></sitemapindex>")).report.outcome).toBe("empty");
  });

  it("keeps the complete entries of a file that is cut off, and no other", async () => {
    const whole = urlset("https://example.com/1", "https://example.com/2");
    const cut = whole.slice(0, whole.indexOf("/2</loc>") + 9);
    const { entries, report } = await readBytes(cut);

    expect(entries.map(({ url }) => url)).toEqual(["https://example.com/1"]);
    expect(report.outcome).toBe("ok_partial");
    expect((await readBytes("<urlset><url><loc>https://e")).report.outcome).toBe("malformed");
  });

  it("counts what it left out, by reason", async () => {
    const long = `https://example.com/${"x".repeat(9_000)}`;
    const { entries, report } = await readBytes(
      `<urlset><url/><url><loc>ftp://example.com/</loc></url><url><loc>http://[</loc></url>
       <url><loc>${long}</loc></url><url><loc>/a</loc><lastmod>soon</lastmod><priority>7</priority>
       <changefreq>often</changefreq></url></urlset>`,
    );

    expect(entries).toMatchObject([
      { lastmod: null, lastmodRaw: "soon", priority: null, changefreq: null },
    ]);
    expect(report.rejected).toEqual({
      loc_missing: 1,
      url_scheme: 1,
      url_invalid: 1,
      loc_too_long: 1,
    });
    expect(report.warnings).toEqual({
      lastmod_unreadable: 1,
      priority_out_of_range: 1,
      changefreq_unknown: 1,
    });
  });

  it("tells how the first entries that it left out for a reason were written", async () => {
    const locs = [" ftp://a\0.example/ ", ...Array.from({ length: 9 }, (_, n) => `tel:${n}`)];
    const long = `https://example.com/${"x".repeat(9_000)}`;
    const { report } = await readBytes(
      `<urlset><url/>${[...locs, long].map((loc) => `<url><loc>${loc}</loc></url>`).join("")}</urlset>`,
    );

    expect(report.rejectedTexts).toEqual({
      url_scheme: ["ftp://a.example/", "tel:0", "tel:1", "tel:2", "tel:3"],
      loc_too_long: [long.slice(0, 200)],
    });
  });

  it("lets no NUL, control or lone surrogate into what is stored", async () => {
    const { entries } = await readBytes(
      "<urlset><url><loc>https://example.com/a\0b\u0007&#xD800;c\u0085</loc><lastmod>20\0\u000124</lastmod>" +
        "<image:image><image:title>a\0\u0001b\u007f</image:title></image:image></url></urlset>",
    );

    const stored = JSON.stringify(entries);
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    expect(stored).not.toMatch(/[\u0000-\u001f\u007f-\u009f]|\\u|%00/);
    expect(entries).toMatchObject([{ lastmodRaw: "2024" }]);
  });

  it("takes the next bytes only when the entries before them were taken", async () => {
    const body = Buffer.from(urlset(...Array.from({ length: 5_000 }, (_, n) => `/page/${n}`)));
    let handedOut = 0;
    async function* source() {
      for (let at = 0; at < body.length; at += 1_000) {
        handedOut = at + 1_000;
        yield body.subarray(at, at + 1_000);
      }
    }
    const iterator = readSitemap(source(), { url: FILE_URL })[Symbol.asyncIterator]();

    await iterator.next();

    expect(handedOut).toBeLessThan(20_000);
    await iterator.return?.();
  });

  it("releases the source when the reader stops early, and tells what it knows", async () => {
    let released = false;
    async function* source() {
      try {
        for (;;) yield gzipSync(urlset(...Array.from({ length: 900 }, (_, n) => `/page/${n}`)));
      } finally {
        released = true;
      }
    }
    const reading = readSitemap(source(), { url: FILE_URL });

    for await (const _entries of reading) break;

    expect(released).toBe(true);
    expect(reading.report).toMatchObject({ kind: "urlset", outcome: "ok_partial" });
  });

  it("throws what the source throws, after the entries that came before it", async () => {
    const fault = new Error("connection reset");
    const whole = urlset("https://example.com/1", "https://example.com/2");
    async function* source() {
      yield Buffer.from(whole.slice(0, whole.length - 20));
      throw fault;
    }
    const reading = readSitemap(source(), { url: FILE_URL });
    const entries: Entry[] = [];
    const read = async () => {
      for await (const batch of reading) entries.push(...batch);
    };

    await expect(read()).rejects.toBe(fault);
    expect(entries).toHaveLength(1);
    expect(reading.report.outcome).toBe("ok_partial");
  });

  it("refuses to read a second time", async () => {
    const reading = readSitemap((async function* () {})(), { url: FILE_URL });

    for await (const _entries of reading);

    expect(() => reading[Symbol.asyncIterator]()).toThrow(TypeError);
  });

  it("counts and hashes the bytes as received", async () => {
    const text = urlset("https://example.com/");
    const body = gzipSync(text);
    const { report } = await readPieces([body.subarray(0, 20), body.subarray(20)]);

    expect(report).toMatchObject({ compressedBytes: body.length, bytes: text.length });
    expect(report.bodySha256).toEqual(createHash("sha256").update(body).digest());
  });

  it("reads the same from any content type", async () => {
    const options = { contentType: "text/html" };

    expect(await urlsOf(urlset("/a"), options)).toEqual(["https://example.com/a"]);
    expect(await urlsOf("https://example.com/a", { contentType: "text/xml" })).toHaveLength(1);
  });
});
