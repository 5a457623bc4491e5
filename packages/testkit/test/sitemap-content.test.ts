import { createHash } from "node:crypto";
import { text } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { Readable } from "node:stream";
import { describe, expect, it } from "@jest/globals";
import { gzip, sitemapIndex, urlList, urlset } from "../src/index.ts";

describe("urlset()", () => {
  it("writes what each entry has, and escapes it", async () => {
    const xml = await text(
      urlset([
        "https://example.com/?a=1&b=<2>",
        { loc: "https://example.com/", lastmod: "2026-01-02" },
      ]),
    );

    expect(xml).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n' +
        "<url><loc>https://example.com/?a=1&amp;b=&lt;2&gt;</loc></url>\n" +
        "<url><loc>https://example.com/</loc><lastmod>2026-01-02</lastmod></url>\n" +
        "</urlset>\n",
    );
  });

  it("makes 50 MB of 300,000 URLs in small chunks", async () => {
    const prefix = `https://example.com/${"x".repeat(120)}/`;
    let [bytes, urls, largest] = [0, 0, 0];

    for await (const chunk of urlset({ count: 300_000, prefix })) {
      bytes += chunk.length;
      largest = Math.max(largest, chunk.length);
      urls += chunk.toString().split("<loc>").length - 1;
    }

    expect(urls).toBe(300_000);
    expect(bytes).toBeGreaterThan(50_000_000);
    expect(largest).toBeLessThan(70_000);
  });

  it("is the same each time it is read", async () => {
    const content = urlset({ count: 5_000, prefix: "https://example.com/" });
    const digest = async () =>
      createHash("sha256")
        .update(await text(content))
        .digest("hex");

    expect(await digest()).toBe(await digest());
  });
});

describe("urlList()", () => {
  it("writes one URL a line", async () => {
    expect(await text(urlList({ count: 2, prefix: "https://example.com/" }))).toBe(
      "https://example.com/1\nhttps://example.com/2\n",
    );
  });
});

describe("sitemapIndex()", () => {
  it("names each child", () => {
    expect(sitemapIndex(["https://example.com/a.xml?x&y"])).toContain(
      "<sitemap><loc>https://example.com/a.xml?x&amp;y</loc></sitemap>",
    );
  });
});

describe("gzip()", () => {
  it("compresses text, bytes and streams", async () => {
    expect(await unzip(gzip("hello"))).toBe("hello");
    expect(await unzip(gzip(Buffer.from("hello")))).toBe("hello");
    expect(await unzip(gzip(urlList(["a", "b"])))).toBe("a\nb\n");
  });

  it("fails when its source does", async () => {
    const failing = (async function* () {
      yield "begin";
      throw new Error("the source broke");
    })();

    await expect(text(gzip(failing))).rejects.toThrow("the source broke");
  });
});

function unzip(content: AsyncIterable<Buffer>): Promise<string> {
  return text(Readable.from(content).pipe(createGunzip()));
}
