import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createFetcher, type Fetcher } from "@sitemap-scanner/fetcher";
import { type Site, sitemapIndex, startSite, urlset } from "@sitemap-scanner/testkit";
import { checkSite } from "../src/check/check-site.ts";

let fetcher: Fetcher;

beforeAll(() => {
  fetcher = createFetcher({ userAgent: "test", allowPrivate: ["127.0.0.0/8"] });
});

afterAll(() => fetcher.close());

describe("checkSite()", () => {
  it("reads a file once, however often and in whatever circle it is listed", async () => {
    const site = await startSite();
    const root = `${site.origin}/sitemap.xml`;
    site.set("/sitemap.xml", sitemapIndex([root, `${site.origin}/a.xml`, `${site.origin}/a.xml`]));
    site.set("/a.xml", urlset(["https://x.example/1"]));

    const report = await check(site, { maxFiles: 10, maxDepth: 10 });

    expect(report.files.map((file) => file.url)).toEqual([root, `${site.origin}/a.xml`]);
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

  it("tells what it looked at when there is no sitemap", async () => {
    const site = await startSite();

    const report = await check(site, { maxFiles: 10, maxDepth: 1 });

    expect(report.files).toEqual([]);
    expect(report.tried[0]).toMatchObject({ url: `${site.origin}/robots.txt` });
    expect(report.tried.length).toBeGreaterThan(10);
  });
});

function check(site: Site, limits: { maxFiles: number; maxDepth: number }) {
  const target = { domain: site.domain, scheme: "http", url: null } as const;
  return checkSite(fetcher, target, limits, () => undefined);
}
