import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createFetcher, type Fetcher } from "@sitemap-scanner/fetcher";
import {
  botChallenge,
  htmlPage,
  redirectTo,
  type Site,
  sitemapIndex,
  startSite,
  urlset,
} from "@sitemap-scanner/testkit";
import { checkSite } from "../src/check/check-site.ts";

let fetcher: Fetcher;

beforeAll(() => {
  fetcher = createFetcher({ userAgent: "test", allowPrivate: ["127.0.0.0/8"] });
});

afterAll(() => fetcher.close());

const PAGES = urlset(["https://x.example/1"]);

describe("checkSite()", () => {
  it("reads a file once, however often and in whatever circle it is listed", async () => {
    const site = await startSite();
    const root = `${site.origin}/sitemap.xml`;
    site.set("/sitemap.xml", sitemapIndex([root, `${site.origin}/a.xml`, `${site.origin}/a.xml`]));
    site.set("/a.xml", PAGES);

    const report = await check(site);

    expect(report.files.map((file) => file.url)).toEqual([root, `${site.origin}/a.xml`]);
    expect(report).toMatchObject({ page_entries: 1, sitemap_entries: 3, origin: site.origin });
  });

  it("reads no address twice to which redirects lead, be it that of the index itself", async () => {
    const site = await startSite();
    const at = (path: string) => `${site.origin}${path}`;
    site.set("/sitemap.xml", sitemapIndex([at("/a.xml"), at("/b.xml"), at("/up.xml")]));
    site.set("/a.xml", PAGES);
    site.set("/b.xml", redirectTo("/a.xml#again"));
    site.set("/up.xml", redirectTo("/sitemap.xml"));

    const report = await check(site);

    expect(report.files.map(({ outcome, final_url }) => [outcome, final_url])).toEqual([
      ["ok", at("/sitemap.xml")],
      ["ok", at("/a.xml")],
      ["loop", at("/a.xml")],
      ["loop", at("/sitemap.xml")],
    ]);
    expect(report.page_entries).toBe(1);
  });

  it("stops at its limit of files and counts what is left", async () => {
    const site = await startSite();
    const children = [1, 2, 3, 4].map((number) => `${site.origin}/${number}.xml`);
    site.set("/sitemap.xml", sitemapIndex(children));

    const report = await check(site, { maxFiles: 3, maxDepth: 10 });

    expect(report.files).toHaveLength(3);
    expect(report.skipped).toBe(2);
  });

  it("goes no deeper than its limit of depth", async () => {
    const site = await startSite();
    site.set("/sitemap.xml", sitemapIndex([`${site.origin}/deep.xml`]));
    site.set("/deep.xml", sitemapIndex([`${site.origin}/deeper.xml`]));

    const report = await check(site, { maxFiles: 10, maxDepth: 1 });

    expect(report.files.map((file) => file.depth)).toEqual([0, 1]);
    expect(report.skipped).toBe(1);
  });

  it("goes on with the search while nothing it found can be read", async () => {
    const site = await startSite({
      "/robots.txt": "Sitemap: /gone.xml\nSitemap: /wall.xml\n",
      "/gone.xml": { status: 410 },
      "/wall.xml": botChallenge("header"),
      "/": htmlPage('<link rel="sitemap" href="/maps/a.xml">'),
      "/maps/a.xml": PAGES,
    });

    const report = await check(site);

    expect(report.files.map(({ url, outcome }) => [new URL(url).pathname, outcome])).toEqual([
      ["/gone.xml", "gone"],
      ["/wall.xml", "blocked"],
      ["/maps/a.xml", "ok"],
    ]);
    expect(report.tried.map(({ note }) => note)).toEqual(
      expect.arrayContaining(["names 2 sitemaps", "read again for its rules"]),
    );
  });

  it("goes on without robots.txt when that fails", async () => {
    const site = await startSite({ "/robots.txt": { status: 500 }, "/sitemap.xml": PAGES });

    expect((await check(site)).files).toMatchObject([{ outcome: "ok", entries: 1 }]);
  });

  it("keeps the crawl delay before each file", async () => {
    const site = await startSite({
      "/robots.txt": "User-agent: *\nCrawl-delay: 0.1\nSitemap: /a.xml\nSitemap: /b.xml",
      "/a.xml": PAGES,
      "/b.xml": PAGES,
    });

    await check(site);

    const times = site.requests.map(({ at }) => at.getTime());
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(gaps).toHaveLength(2);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(98);
  });

  it("reads the address of a sitemap, and looks for no other", async () => {
    const site = await startSite({ "/robots.txt": "Sitemap: /other.xml", "/a.xml": htmlPage() });

    const report = await check(site, ALL, `${site.origin}/a.xml`);

    expect(report.files).toMatchObject([{ outcome: "not_a_sitemap" }]);
    expect(site.requests.map(({ url }) => url)).toEqual(["/a.xml"]);
  });

  it("reads whatever address is that of a sitemap", async () => {
    const site = await startSite({ "/feed?type=1": "<rss><channel/></rss>" });

    const report = await check(site, ALL, `${site.origin}/feed?type=1`);

    expect(report).toMatchObject({ files: [{ kind: "rss", outcome: "empty" }], tried: [] });
  });

  it("searches from the address of a page", async () => {
    const site = await startSite({ "/en/about": htmlPage(), "/en/sitemap.xml": PAGES });

    const report = await check(site, ALL, `${site.origin}/en/about`);

    expect(report.files).toMatchObject([{ url: `${site.origin}/en/sitemap.xml`, outcome: "ok" }]);
    expect(report.tried[0]).toMatchObject({
      url: `${site.origin}/en/about`,
      outcome: "not_a_sitemap",
    });
  });

  it("tries an address without a scheme on http, too", async () => {
    const site = await startSite({ "/a.xml": PAGES });
    const target = { domain: site.domain, scheme: null, url: `https://${site.domain}/a.xml` };

    const { files } = await checkSite(fetcher, target, ALL, () => undefined);

    expect(files.map(({ url, outcome }) => [new URL(url).protocol, outcome])).toEqual([
      ["https:", "tls_error"],
      ["http:", "ok"],
    ]);
  });

  it("tells what was wrong with what it left out and with what it kept", async () => {
    const site = await startSite({
      "/sitemap.xml":
        "<urlset><url><loc>https://x.example/1</loc><priority>7</priority></url>" +
        "<url><loc>ftp://x.example/2</loc></url><url/></urlset>",
    });

    const { files } = await check(site);

    expect(files).toMatchObject([
      {
        entries: 1,
        rejected: { url_scheme: 1, loc_missing: 1 },
        warnings: { priority_out_of_range: 1 },
      },
    ]);
  });

  it("tells what it looked at when there is no sitemap", async () => {
    const site = await startSite();

    const report = await check(site);

    expect(report.files).toEqual([]);
    expect(report.tried[0]).toMatchObject({ url: `${site.origin}/robots.txt` });
    expect(report.tried.length).toBeGreaterThan(20);
  });
});

const ALL = { maxFiles: 100, maxDepth: 10 };

function check(site: Site, limits = ALL, url: string | null = null) {
  const target = { domain: site.domain, scheme: "http", url } as const;
  return checkSite(fetcher, target, limits, () => undefined);
}
