import { afterEach, describe, expect, it } from "@jest/globals";
import { botChallenge, htmlPage, redirectTo, silent, urlset } from "@sitemap-scanner/testkit";
import { findSitemaps } from "../src/index.ts";
import { pathsTried, setup } from "./setup.ts";

const { fetcher, site, findAt, tearDown } = setup();
afterEach(tearDown);

const PAGES = urlset(["https://example.com/a"]);

describe("findSitemaps() at well-known paths", () => {
  it("takes the first that reads as a sitemap, whatever it answers, and asks for no more", async () => {
    const served = await site({
      "/sitemap.xml": htmlPage("Not found"),
      "/sitemap_index.xml": botChallenge("header"),
      "/sitemap-index.xml": PAGES,
      "/wp-sitemap.xml": PAGES,
    });

    const found = await findAt(served);

    expect(found.sitemaps).toEqual([
      { url: `${served.origin}/sitemap-index.xml`, via: "well_known" },
    ]);
    expect(found.next).toEqual({ origin: served.origin, step: "html" });
    expect(found.tried.map(({ outcome, note }) => [outcome, note])).toEqual([
      ["not_found", "there is none"],
      ["not_a_sitemap", "HTML, not a sitemap"],
      ["blocked", "the server answered 403"],
      ["ok", "a sitemap (urlset)"],
    ]);
  });

  it("passes by a page that quotes a sitemap", async () => {
    const served = await site({
      "/sitemap.xml":
        "<html><body><textarea><urlset><url><loc>https://example.com/a</loc></url></urlset></textarea>",
      "/sitemap_index.xml": PAGES,
    });

    const found = await findAt(served);

    expect(pathsTried(found)).toContain("/sitemap.xml not_a_sitemap");
    expect(found.sitemaps).toEqual([
      { url: `${served.origin}/sitemap_index.xml`, via: "well_known" },
    ]);
  });

  it("passes by one that cannot be read, for there may be a better one", async () => {
    const served = await site({
      "/sitemap.xml": "<urlset><url><loc>https://example.com/a</lo",
      "/sitemap_index.xml": PAGES,
    });

    const found = await findAt(served);

    expect(pathsTried(found)).toContain("/sitemap.xml malformed");
    expect(found.sitemaps).toEqual([
      { url: `${served.origin}/sitemap_index.xml`, via: "well_known" },
    ]);
  });

  it("tells where a redirect led to", async () => {
    const served = await site({ "/sitemap.xml": redirectTo("/maps/a.xml"), "/maps/a.xml": PAGES });

    const { tried } = await findAt(served);

    expect(tried.at(-1)?.note).toBe(`a sitemap (urlset), at ${served.origin}/maps/a.xml`);
  });

  it.each([
    ["/en/about", ["/en/"]],
    ["/en/shop/cart?id=1", ["/en/shop/", "/en/"]],
    ["/en", ["/en/"]],
    ["/en/", ["/en/"]],
    ["/index.html", []],
    ["/", []],
  ])("looks below a deep URL first: %s", async (path, directories) => {
    const served = await site();

    const found = await findAt(served, { path });

    const near = directories.flatMap((directory) =>
      ["sitemap.xml", "sitemap_index.xml", "sitemap-index.xml", "wp-sitemap.xml"].map(
        (name) => `${directory}${name} not_found`,
      ),
    );
    expect(pathsTried(found).slice(1, near.length + 2)).toEqual([
      ...near,
      "/sitemap.xml not_found",
    ]);
  });

  it("takes a deep URL that looks like a sitemap for one, even if guesses are not allowed there", async () => {
    const served = await site({
      "/robots.txt": "User-agent: *\nDisallow: /maps/\n",
      "/maps/all.php?lang=en": PAGES,
    });

    const found = await findAt(served, { path: "/maps/all.php?lang=en" });

    expect(found.sitemaps).toEqual([
      { url: `${served.origin}/maps/all.php?lang=en`, via: "request" },
    ]);
  });

  it("stays on its origin, whatever the path of the deep URL looks like", async () => {
    const other = await site();
    const served = await site();

    await findAt(served, { path: `//${other.domain}/sitemap.xml` });

    expect(served.requests.map(({ url }) => url)).toContain(`//${other.domain}/sitemap.xml`);
    expect(other.requests).toEqual([]);
  });

  it("does not ask for what robots.txt disallows for it, and notes that", async () => {
    const served = await site({
      "/robots.txt": "User-agent: other\nDisallow:\nUser-agent: *\nDisallow: /sitemap.xml$\n",
      "/sitemap.xml": PAGES,
      "/sitemap_index.xml": PAGES,
    });

    const found = await findAt(served);

    expect(found.tried[1]).toEqual({
      url: `${served.origin}/sitemap.xml`,
      outcome: "forbidden",
      note: "disallowed by robots.txt",
    });
    expect(found.sitemaps).toEqual([
      { url: `${served.origin}/sitemap_index.xml`, via: "well_known" },
    ]);
    expect(served.requests.map(({ url }) => url)).not.toContain("/sitemap.xml");
  });

  it("asks for nothing but robots.txt where everything is disallowed", async () => {
    const served = await site({ "/robots.txt": "User-agent: *\nDisallow: /\n" });

    const found = await findAt(served);

    expect(found.sitemaps).toEqual([]);
    expect(served.requests.map(({ url }) => url)).toEqual(["/robots.txt"]);
  });

  it("keeps the crawl delay before each request", async () => {
    const served = await site({
      "/robots.txt": "User-agent: *\nCrawl-delay: 0.12\n",
      "/sitemap-index.xml": PAGES,
    });

    await findAt(served);

    const times = served.requests.map(({ at }) => at.getTime());
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(gaps).toHaveLength(3);
    // A timer may be early by a fraction of a millisecond.
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(118);
  });

  it("ends at once when it is cancelled in a pause", async () => {
    const served = await site({ "/robots.txt": "User-agent: *\nCrawl-delay: 30\n" });
    const controller = new AbortController();
    const searching = findAt(served, { signal: controller.signal });
    await served.waitForRequest("/robots.txt");

    controller.abort(new Error("enough"));

    await expect(searching).rejects.toThrow(/enough|cancelled|aborted/);
    expect(served.requests).toHaveLength(1);
  });

  it("leaves an origin alone that has stopped answering", async () => {
    const served = await site((request, response) =>
      request.url === "/robots.txt" ? "User-agent: *\n" : silent()(request, response),
    );
    const quick = fetcher({ limits: { headersMs: 50 } });

    const found = await findSitemaps(quick, {
      domain: served.domain,
      scheme: "http",
      onRobotsFailure: "go_on",
      userAgent: "test",
    });

    expect(pathsTried(found).slice(0, 5)).toEqual([
      "/robots.txt ok",
      "/sitemap.xml timeout",
      "/sitemap_index.xml timeout",
      "/sitemap-index.xml timeout",
      "/ timeout",
    ]);
    expect(found.tried[4]?.note).toMatch(/stopped answering/);
    expect(served.requests).toHaveLength(4);
  });
});

describe("findSitemaps() in pages", () => {
  it("takes every sitemap that the home page declares and that reads as one", async () => {
    const served = await site({
      "/": htmlPage(
        '<link rel="sitemap" href="/maps/a.xml"><link rel="sitemap" href="/maps/gone.xml">' +
          '<link rel="sitemap" href="/maps/b.xml"><a href="/maps/c.xml">Sitemap</a>',
      ),
      "/maps/a.xml": PAGES,
      "/maps/b.xml": PAGES,
      "/maps/c.xml": PAGES,
    });

    const found = await findAt(served);

    expect(found.sitemaps).toEqual([
      { url: `${served.origin}/maps/a.xml`, via: "html" },
      { url: `${served.origin}/maps/b.xml`, via: "html" },
    ]);
    expect(pathsTried(found).slice(-4)).toEqual([
      "/ ok",
      "/maps/a.xml ok",
      "/maps/gone.xml not_found",
      "/maps/b.xml ok",
    ]);
  });

  it("takes the links that speak of a sitemap and lead to one, where none is declared", async () => {
    const served = await site({
      "/": htmlPage(
        '<a href="/sitemap.html">Site map</a> <a href="/feeds/7">Sitemap (XML)</a> <a href="/x">X</a>',
      ),
      "/sitemap.html": htmlPage("All our pages"),
      "/feeds/7": PAGES,
    });

    const found = await findAt(served);

    expect(found.sitemaps).toEqual([{ url: `${served.origin}/feeds/7`, via: "html" }]);
    expect(found.tried.slice(-3).map(({ note }) => note)).toEqual([
      "declares 0 sitemaps, 2 other links speak of one",
      "HTML, not a sitemap",
      "a sitemap (urlset)",
    ]);
  });

  it("looks at the page that was asked for before the home page", async () => {
    const served = await site({
      "/project/docs": htmlPage('<link rel="sitemap" href="maps.xml">'),
      "/project/maps.xml": PAGES,
    });

    const found = await findAt(served, { path: "/project/docs" });

    expect(found.sitemaps).toEqual([{ url: `${served.origin}/project/maps.xml`, via: "html" }]);
  });

  it("follows 20 links at most, and none that robots.txt disallows", async () => {
    const links = Array.from({ length: 40 }, (_, n) => `<a href="/sitemap/${n}">Sitemap</a>`);
    const served = await site({
      "/robots.txt": "User-agent: *\nDisallow: /sitemap/3\n",
      "/": htmlPage(links.join("")),
    });

    const found = await findAt(served);

    const asked = served.requests.filter(({ url }) => /^\/sitemap\/\d/.test(url));
    expect(asked).toHaveLength(20);
    expect(asked.map(({ url }) => url)).not.toContain("/sitemap/3");
    expect(pathsTried(found)).toContain("/sitemap/3 forbidden");
  });

  it("does not ask twice for what it has guessed already", async () => {
    const served = await site({ "/": htmlPage('<a href="/sitemap.xml">Sitemap</a>') });

    await findAt(served);

    expect(served.requests.filter(({ url }) => url === "/sitemap.xml")).toHaveLength(1);
  });
});
