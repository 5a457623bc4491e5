import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createFetcher, type Fetcher } from "@sitemap-scanner/fetcher";
import { startSite, urlset, type Site, type SiteRoutes } from "@sitemap-scanner/testkit";
import { findSitemaps, readSitemapFile } from "./index.ts";

let fetcher: Fetcher;
let site: Site;
beforeEach(() => {
  fetcher = createFetcher({ userAgent: "test", allowPrivate: ["127.0.0.0/8"] });
});
afterEach(async () => {
  fetcher.close();
  await site.close();
});

async function serve(routes: SiteRoutes): Promise<void> {
  site = await startSite(routes);
}

function find(input: Partial<Parameters<typeof findSitemaps>[1]> = {}) {
  return findSitemaps(fetcher, { domain: site.domain, scheme: "http", ...input });
}

describe("findSitemaps()", () => {
  it("takes what robots.txt names, and asks for nothing else", async () => {
    await serve({ "/robots.txt": "Sitemap: /a.xml\nSitemap: https://other.example.com/b.xml\n" });

    const found = await find();

    expect(found.sitemaps).toEqual([
      { url: `${site.origin}/a.xml`, via: "robots" },
      { url: "https://other.example.com/b.xml", via: "robots" },
    ]);
    expect(site.requests.map((request) => request.url)).toEqual(["/robots.txt"]);
  });

  it("else takes the first well-known path that reads as a sitemap, whatever it answers", async () => {
    await serve({
      "/sitemap.xml": "<!doctype html><html><body>Not found</body></html>",
      "/sitemap_index.xml": urlset(["https://example.com/a"]),
      "/sitemap-index.xml": urlset(["https://example.com/b"]),
    });

    const found = await find();

    expect(found.sitemaps).toEqual([
      { url: `${site.origin}/sitemap_index.xml`, via: "well_known" },
    ]);
    expect(found.tried.map((probe) => [new URL(probe.url).pathname, probe.outcome])).toEqual([
      ["/robots.txt", "not_found"],
      ["/sitemap.xml", "not_a_sitemap"],
      ["/sitemap_index.xml", expect.stringMatching(/^ok/)],
    ]);
  });

  it("finds none on a site without, and tells what it looked at", async () => {
    await serve({});

    const found = await find();

    expect(found.sitemaps).toEqual([]);
    expect(found.tried).toHaveLength(21);
  });

  it("takes the sitemaps of the request and looks no further", async () => {
    await serve({});

    const found = await find({ sitemapUrls: ["HTTPS://Example.com:443/s.xml#top"] });

    expect(found.sitemaps).toEqual([{ url: "https://example.com/s.xml", via: "request" }]);
    expect(site.requests).toEqual([]);
  });

  it("tries a bare domain on https first, then on http", async () => {
    await serve({ "/robots.txt": "Sitemap: /a.xml" });

    const found = await find({ scheme: null });

    expect(found.sitemaps).toEqual([{ url: `${site.origin}/a.xml`, via: "robots" }]);
    expect(found.tried.map((probe) => new URL(probe.url).protocol)).toEqual(["https:", "http:"]);
  });

  it("reads at most 500 KiB of robots.txt", async () => {
    const filler = "# filler\n".repeat(60_000);
    await serve({ "/robots.txt": `Sitemap: /a.xml\n${filler}Sitemap: /b.xml\n` });

    const found = await find();

    expect(found.sitemaps).toEqual([{ url: `${site.origin}/a.xml`, via: "robots" }]);
  });

  it("keeps a crawl delay, of 30 s at most and in whole ms", async () => {
    await serve({ "/robots.txt": "User-agent: *\nCrawl-delay: 0.0016\nSitemap: /a.xml\n" });
    expect((await find()).crawlDelayMs).toBe(2);

    site.set("/robots.txt", "User-agent: *\nCrawl-delay: 86400\nSitemap: /a.xml\n");
    expect((await find()).crawlDelayMs).toBe(30_000);
  });

  it("throws when the site does not answer at all", async () => {
    await serve({});
    const { domain } = site;
    await site.close();

    await expect(find({ domain })).rejects.toMatchObject({ code: "connection_error" });
  });
});

describe("readSitemapFile()", () => {
  it("yields the entries and tells how it went", async () => {
    await serve({ "/s.xml": urlset({ count: 3, prefix: "https://example.com/" }) });

    const reading = readSitemapFile(fetcher, `${site.origin}/s.xml`);
    const urls: string[] = [];
    for await (const entries of reading) urls.push(...entries.map((entry) => entry.url));

    expect(urls).toEqual([
      "https://example.com/1",
      "https://example.com/2",
      "https://example.com/3",
    ]);
    expect(reading.result).toMatchObject({ outcome: "ok", kind: "urlset", httpStatus: 200 });
  });

  it("makes a fault of the site an outcome, not an exception", async () => {
    await serve({ "/s.xml": { status: 429, headers: { "retry-after": "7" } } });

    const reading = readSitemapFile(fetcher, `${site.origin}/s.xml`);
    for await (const entries of reading) expect(entries).toEqual([]);

    expect(reading.result).toMatchObject({
      outcome: "rate_limited",
      httpStatus: 429,
      retryAfterMs: 7_000,
      report: null,
    });
  });

  it("keeps the entries that came before the connection broke", async () => {
    await serve({
      "/s.xml": (_request, response) => {
        response.writeHead(200, { "content-type": "application/xml" });
        response.write("<urlset><url><loc>https://example.com/1</loc></url>", () =>
          response.destroy(),
        );
      },
    });

    const reading = readSitemapFile(fetcher, `${site.origin}/s.xml`);
    const urls: string[] = [];
    for await (const entries of reading) urls.push(...entries.map((entry) => entry.url));

    expect(urls).toEqual(["https://example.com/1"]);
    expect(reading.result.outcome).toBe("connection_error");
  });
});
