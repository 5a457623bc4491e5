import { beforeAll, describe, expect, it, afterAll } from "@jest/globals";
import { findSitemaps, readSitemapFile } from "@sitemap-scanner/crawler";
import { createFetcher, type Fetcher } from "@sitemap-scanner/fetcher";
import { checkSite } from "../src/check/check-site.ts";
import { isRead } from "../src/check/report.ts";
import {
  SAMPLE_SITE_ADDRESS,
  type SampleSite,
  startSampleSite,
} from "../src/dev/sample-site/start-sample-site.ts";

let site: SampleSite;
let fetcher: Fetcher;

beforeAll(async () => {
  site = await startSampleSite();
  fetcher = createFetcher({ userAgent: "test", allowPrivate: ["127.0.0.0/8"] });
});

afterAll(async () => {
  fetcher.close();
  await site.close();
});

describe("the sample site", () => {
  it("names itself by its origin and domain", () => {
    expect(site.origin).toBe(`http://${site.domain}`);
    expect(site.domain).toBe(`${SAMPLE_SITE_ADDRESS}:${site.port}`);
  });

  it("holds the sitemaps that its truth tells of", async () => {
    const target = { domain: site.domain, scheme: "http", url: null } as const;

    const { files, page_entries } = await checkSite(fetcher, target, ALL, () => undefined);

    expect(files).toHaveLength(site.truth.sitemaps);
    expect(files.filter((file) => !isRead(file))).toHaveLength(site.truth.failed);
    expect(page_entries).toBe(345);
    expect(new Set(files.map((file) => file.kind))).toEqual(
      new Set(["index", "urlset", "text", "unknown"]),
    );
  });

  it("lists as many distinct pages as its truth tells of, all of its own origin", async () => {
    const pages = new Set<string>();
    const { sitemaps } = await findSitemaps(fetcher, {
      domain: site.domain,
      scheme: "http",
      onRobotsFailure: "throw",
      userAgent: "test",
    });
    const files = sitemaps.map((sitemap) => sitemap.url);

    for (const file of files) {
      for await (const entries of readSitemapFile(fetcher, file)) {
        for (const { type, url } of entries) {
          if (type === "page") pages.add(url);
          else files.push(url);
        }
      }
    }

    expect(pages.size).toBe(site.truth.pages);
    expect([...pages].every((url) => url.startsWith(`${site.origin}/`))).toBe(true);
  });

  it("answers POST with 405 and an unknown path with 404", async () => {
    const posted = await fetch(site.origin, { method: "POST" });
    const unknown = await fetch(`${site.origin}/nothing`);

    expect([posted.status, unknown.status]).toEqual([405, 404]);
  });

  it("keeps the port it is given", async () => {
    const { port } = site;
    await site.close();

    site = await startSampleSite({ port });

    expect(site.port).toBe(port);
  });
});

const ALL = { maxFiles: 100, maxDepth: 10 };
