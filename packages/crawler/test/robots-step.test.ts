import { gzipSync, brotliCompressSync } from "node:zlib";
import { afterEach, describe, expect, it } from "@jest/globals";
import {
  botChallenge,
  htmlPage,
  rateLimited,
  redirectTo,
  resetAfter,
  silent,
} from "@sitemap-scanner/testkit";
import type { SiteResponse } from "@sitemap-scanner/testkit";
import { findSitemaps } from "../src/index.ts";
import { pathsTried, setup } from "./setup.ts";

const { fetcher, site, findAt, tearDown } = setup();
afterEach(tearDown);

describe("findSitemaps() in robots.txt", () => {
  it("takes what it names, asks for nothing else, and says where to go on", async () => {
    const { origin, ...served } = await site({
      "/robots.txt": "Sitemap: /a.xml\nSitemap: https://other.example.com/b.xml\n",
    });

    const found = await findAt({ origin, ...served });

    expect(found).toEqual({
      sitemaps: [
        { url: `${origin}/a.xml`, via: "robots" },
        { url: "https://other.example.com/b.xml", via: "robots" },
      ],
      crawlDelayMs: null,
      tried: [{ url: `${origin}/robots.txt`, outcome: "ok", note: "names 2 sitemaps" }],
      origin,
      next: { origin, step: "well_known" },
    });
    expect(served.requests.map((request) => request.url)).toEqual(["/robots.txt"]);
  });

  it("takes the sitemaps of the request and looks no further", async () => {
    const served = await site();

    const found = await findAt(served, {
      sitemapUrls: ["HTTPS://Example.com:443/s.xml#top", "https://example.com/s.xml"],
    });

    expect(found).toMatchObject({
      sitemaps: [{ url: "https://example.com/s.xml", via: "request" }],
      origin: null,
      next: null,
    });
    expect(served.requests).toEqual([]);
  });

  it("reads at most 500 KiB, and no line that is cut off there", async () => {
    const line = "Sitemap: /cut-off-here.xml\n";
    const head = "Sitemap: /a.xml\n";
    const filler = `#${"x".repeat(500 * 1024 - head.length - 12)}\n`;
    const served = await site({ "/robots.txt": `${head}${filler}${line}` });

    const found = await findAt(served);

    expect(found.sitemaps).toEqual([{ url: `${served.origin}/a.xml`, via: "robots" }]);
  });

  it.each<[string, SiteResponse]>([
    ["gzip", { headers: { "content-encoding": "gzip" }, body: gzipSync("Sitemap: /a.xml") }],
    [
      "brotli",
      { headers: { "content-encoding": "br" }, body: brotliCompressSync("Sitemap: /a.xml") },
    ],
    ["gzip without saying so", { body: gzipSync("Sitemap: /a.xml") }],
    [
      "nothing, though it says gzip",
      { headers: { "content-encoding": "gzip" }, body: "Sitemap: /a.xml" },
    ],
    [
      "nothing, though it says brotli",
      { headers: { "content-encoding": "br" }, body: "Sitemap: /a.xml" },
    ],
    [
      "a gzip that is cut off",
      {
        headers: { "content-encoding": "gzip" },
        body: gzipSync("Sitemap: /a.xml\n".padEnd(5_000, "#\n")).subarray(0, -9),
      },
    ],
  ])("reads one that is encoded with %s", async (_what, response) => {
    const served = await site({ "/robots.txt": response });

    expect((await findAt(served)).sitemaps).toEqual([
      { url: `${served.origin}/a.xml`, via: "robots" },
    ]);
  });

  it("keeps a crawl delay for its agent, of 30 s at most and in whole ms", async () => {
    const served = await site({
      "/robots.txt":
        "User-agent: me\nCrawl-delay: 0.0016\nUser-agent: *\nCrawl-delay: 9\nSitemap: /a",
    });
    expect((await findAt(served, { userAgent: "me/1.0 (+https://x)" })).crawlDelayMs).toBe(2);

    served.set("/robots.txt", "User-agent: *\nCrawl-delay: 86400\nSitemap: /a.xml\n");
    expect((await findAt(served)).crawlDelayMs).toBe(30_000);
  });

  it.each<[string, SiteResponse, string, string]>([
    ["an HTML page", htmlPage(), "not_a_sitemap", "HTML, not a robots.txt"],
    ["a bot challenge", botChallenge("header"), "blocked", "the server answered 403"],
    ["404", { status: 404 }, "not_found", "there is none"],
    ["410", { status: 410 }, "gone", "there is none"],
    ["401", { status: 401 }, "forbidden", "the server answered 401"],
    ["403", { status: 403 }, "forbidden", "the server answered 403"],
    [
      "a redirect to a private address",
      redirectTo("http://10.0.0.1/robots.txt"),
      "target_not_public",
      "only http and https on ports 80 and 443 of public addresses are fetched",
    ],
  ])(
    "goes on without when %s is served in its place, and notes that",
    async (_what, response, outcome, note) => {
      const served = await site({ "/robots.txt": response, "/sitemap.xml": "<urlset/>" });

      const found = await findAt(served);

      expect(found.tried[0]).toEqual({ url: `${served.origin}/robots.txt`, outcome, note });
      expect(found.sitemaps).toEqual([{ url: `${served.origin}/sitemap.xml`, via: "well_known" }]);
    },
  );

  it.each<[string, SiteResponse]>([
    ["server_error", { status: 500 }],
    ["rate_limited", rateLimited({ retryAfter: 7 })],
    ["timeout", silent()],
    ["connection_error", resetAfter(5)],
  ])("throws or goes on, as it is told, when it fails with %s", async (code, response) => {
    const served = await site({ "/robots.txt": response, "/sitemap.xml": "<urlset/>" });
    const quick = fetcher({ limits: { headersMs: 200, idleMs: 200 } });
    const input = { domain: served.domain, scheme: "http", userAgent: "test" } as const;

    const thrown = findSitemaps(quick, { ...input, onRobotsFailure: "throw" });
    await expect(thrown).rejects.toMatchObject({ name: "FetchError", code });

    const found = await findSitemaps(quick, { ...input, onRobotsFailure: "go_on" });
    expect(pathsTried(found)).toEqual([`/robots.txt ${code}`, "/sitemap.xml empty"]);
    expect(found.sitemaps).toHaveLength(1);
  });

  it("keeps the whole lines that came before it broke off", async () => {
    const served = await site({
      "/robots.txt": (_request, response) => {
        response.writeHead(200);
        response.write("Sitemap: /a.xml\nSitemap: /cut", () => response.destroy());
      },
    });

    const found = await findAt(served, { onRobotsFailure: "go_on" });

    expect(found.sitemaps).toEqual([{ url: `${served.origin}/a.xml`, via: "robots" }]);
    expect(found.tried[0]?.note).toMatch(/broke off.*names 1 sitemap before/);
  });

  it("never throws it when it goes on from an earlier call", async () => {
    const served = await site({ "/robots.txt": { status: 500 } });

    const found = await findAt(served, { from: { origin: served.origin, step: "robots" } });

    expect(found.sitemaps).toEqual([]);
  });
});
