import { once } from "node:events";
import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { ResolvedAddress } from "@sitemap-scanner/fetcher";
import { findSitemaps, type Discovery, type SearchPosition } from "../src/index.ts";
import { setup } from "./setup.ts";
import type { Web } from "./web.ts";

const { fetcher, site, web, findAt, findIn, tearDown } = setup();
afterEach(tearDown);

const PAGES = "<urlset><url><loc>https://example.com/a</loc></url></urlset>";

describe("findSitemaps() from origin to origin", () => {
  it("searches a bare domain on https alone when that gives something", async () => {
    const served = await web({ "https://example.com/robots.txt": "Sitemap: /a.xml" });

    const found = await findIn(served, "example.com");

    expect(found.origin).toBe(`https://${served.at("example.com")}`);
    expect(served.requests).toEqual(["https://example.com/robots.txt"]);
  });

  it("goes on to http when TLS fails", async () => {
    const served = await web(
      { "http://example.com/robots.txt": "Sitemap: /a.xml" },
      { tls: false },
    );

    const found = await findIn(served, "example.com");

    expect(found.origin).toBe(`http://${served.at("example.com")}`);
    expect(namesTried(found, served)).toEqual([
      "https://example.com/robots.txt tls_error",
      "http://example.com/robots.txt ok",
    ]);
  });

  it("goes on to http when https gives nothing", async () => {
    const served = await web({
      "https://example.com/robots.txt": "User-agent: *\n",
      "http://example.com/sitemap.xml": PAGES,
    });

    const found = await findIn(served, "example.com");

    expect(found.sitemaps).toEqual([
      { url: `http://${served.at("example.com")}/sitemap.xml`, via: "well_known" },
    ]);
    expect(found.origin).toBe(`http://${served.at("example.com")}`);
  });

  it("begins with the scheme that was named", async () => {
    const served = await web({ "http://example.com/robots.txt": "Sitemap: /a.xml" });

    const found = await findIn(served, "example.com", { scheme: "http" });

    expect(found.origin).toBe(`http://${served.at("example.com")}`);
    expect(served.requests).toHaveLength(1);
  });

  it.each([
    ["example.com", "www.example.com"],
    ["www.example.com", "example.com"],
  ])("goes on from %s, which has no address, to %s", async (name, variant) => {
    const served = await web(
      { [`https://${variant}/robots.txt`]: "Sitemap: /a.xml" },
      { names: [variant] },
    );

    const found = await findIn(served, name);

    expect(found.origin).toBe(`https://${served.at(variant)}`);
    expect(namesTried(found, served)).toEqual([
      `https://${name}/robots.txt dns_error`,
      `http://${name}/robots.txt dns_error`,
      `https://${variant}/robots.txt ok`,
    ]);
  });

  it("does not search http again where it only redirects to https", async () => {
    const served = await web({ "https://example.com/robots.txt": "User-agent: *\n" });
    for (const path of ["/robots.txt", "/"])
      served.set(`http://example.com${path}`, moved(`https://${served.at("example.com")}${path}`));

    const found = await findIn(served, "example.com");

    expect(served.requests.filter((url) => url.startsWith("http://example.com/"))).toEqual([
      "http://example.com/robots.txt",
    ]);
    expect(found.tried).toContainEqual({
      url: `http://${served.at("example.com")}/`,
      outcome: "loop",
      note: `leads to https://${served.at("example.com")}, which was searched already`,
    });
  });

  it("sees that by the home page, too", async () => {
    const served = await web({ "https://example.com/robots.txt": "User-agent: *\n" });
    served.set("http://example.com/", moved(`https://${served.at("example.com")}/welcome`));

    await findIn(served, "example.com");

    expect(served.requests.filter((url) => url.startsWith("http://example.com/"))).toEqual([
      "http://example.com/robots.txt",
      "http://example.com/",
    ]);
  });

  it("searches once what answers for another origin", async () => {
    const served = await web({ "https://www.example.com/robots.txt": "User-agent: *\n" });
    const target = `https://${served.at("www.example.com")}/robots.txt`;
    served.set("https://example.com/robots.txt", moved(target));

    const found = await findIn(served, "example.com");

    expect(namesTried(found, served)).not.toContain("https://www.example.com/robots.txt ok");
    expect(namesTried(found, served)).toContain("http://www.example.com/robots.txt not_found");
  });

  it("searches the subdomain, too, that the home page leads to", async () => {
    const served = await web(
      { "https://shop.example.com/robots.txt": "Sitemap: /a.xml" },
      { names: ["example.com", "shop.example.com"] },
    );
    served.set("https://example.com/", moved(`https://${served.at("shop.example.com")}/`));

    const found = await findIn(served, "example.com");

    expect(found.origin).toBe(`https://${served.at("shop.example.com")}`);
  });

  it("never searches a foreign site that it is led to", async () => {
    const other = await site({ "/robots.txt": "Sitemap: /theirs.xml" });
    const served = await web({ "https://example.com/": moved(`${other.origin}/login`) });

    const found = await findIn(served, "example.com");

    expect(found.sitemaps).toEqual([]);
    expect(other.requests.map(({ url }) => url)).toEqual(["/login"]);
  });

  it("throws what the first origin failed with when none answers", async () => {
    const served = await web({}, { names: ["www.example.com"], tls: false });
    const at = served.at("www.example.com");
    await served.close();

    const searching = findSitemaps(fetcher({ resolve: served.resolve }), {
      domain: at,
      scheme: "http",
      onRobotsFailure: "go_on",
      userAgent: "test",
    });

    // The apex has no address: dns_error came after.
    await expect(searching).rejects.toMatchObject({ code: "connection_error" });
  });

  it("takes a handshake that is not made in time for no answer, and a late answer for one", async () => {
    const mute = createServer((socket) => socket.on("error", () => undefined).resume());
    await once(mute.listen(0, "127.0.0.1"), "listening");
    const address = mute.address();
    if (address === null || typeof address === "string") throw new Error("The server has no port");
    const quick = fetcher({ limits: { headersMs: 100, connectMs: 100 } });

    const found = await findSitemaps(quick, {
      domain: `127.0.0.1:${address.port}`,
      scheme: "https",
      onRobotsFailure: "go_on",
      userAgent: "test",
    });

    const tried = found.tried.map(({ url }) => url.replace(`127.0.0.1:${address.port}`, "site"));
    expect(tried.slice(0, 2)).toEqual(["https://site/robots.txt", "http://site/robots.txt"]);
    expect(tried).toContain("http://site/sitemap.xml");
    expect(found.origin).toBe(`http://127.0.0.1:${address.port}`);
    quick.close();
    mute.close();
  });

  it("ends at once when the named host is not public", async () => {
    const looked: string[] = [];
    const resolve = (name: string): Promise<ResolvedAddress[]> => {
      looked.push(name);
      return Promise.resolve([{ address: "127.0.0.1", family: 4 }]);
    };

    const searching = findSitemaps(fetcher({ resolve, allowPrivate: [] }), {
      domain: "example.com",
      scheme: null,
      onRobotsFailure: "go_on",
      userAgent: "test",
    });

    await expect(searching).rejects.toMatchObject({ code: "target_not_public" });
    expect(looked).toEqual(["example.com"]);
  });
});

describe("findSitemaps() from where an earlier call stopped", () => {
  it("walks through all steps of all origins to the end, and takes no sitemap twice", async () => {
    const served = await web({
      "https://example.com/robots.txt": "User-agent: *\nCrawl-delay: 0.001\nSitemap: /r.xml",
      "https://example.com/sitemap.xml": PAGES,
      "https://example.com/": '<html><link rel="sitemap" href="/h.xml">',
      "https://example.com/h.xml": PAGES,
      "http://www.example.com/robots.txt": "Sitemap: /www.xml",
    });
    const [apex, www] = [served.at("example.com"), served.at("www.example.com")];

    const found = await walk(served);

    expect(found.map(({ sitemaps, next }) => [sitemaps[0]?.url, next])).toEqual([
      [`https://${apex}/r.xml`, { origin: `https://${apex}`, step: "well_known" }],
      [`https://${apex}/sitemap.xml`, { origin: `https://${apex}`, step: "html" }],
      [`https://${apex}/h.xml`, { origin: `http://${apex}`, step: "robots" }],
      [`http://${www}/www.xml`, { origin: `http://${www}`, step: "well_known" }],
      [undefined, null],
    ]);
    expect(found.slice(0, 3).map(({ crawlDelayMs }) => crawlDelayMs)).toEqual([1, 1, 1]);
    expect(found[1]?.tried[0]?.note).toBe("read again for its rules");
  });

  it("still keeps to robots.txt", async () => {
    const served = await site({
      "/robots.txt": "User-agent: *\nDisallow: /sitemap\nSitemap: /broken.xml",
      "/sitemap.xml": PAGES,
    });

    const found = await findAt(served, { from: { origin: served.origin, step: "well_known" } });

    expect(found.sitemaps).toEqual([]);
    expect(served.requests.map(({ url }) => url)).not.toContain("/sitemap.xml");
  });

  it("just ends when no origin answers any more", async () => {
    const served = await web({}, { names: [] });
    const from: SearchPosition = { origin: "https://example.com", step: "robots" };

    const found = await findIn(served, "example.com", { from });

    expect(found).toMatchObject({ sitemaps: [], origin: null, next: null });
    expect(found.tried.every(({ outcome }) => outcome === "dns_error")).toBe(true);
  });
});

function moved(location: string) {
  return { status: 301, headers: { location } };
}

/** Scheme, name and path of what was tried, and its outcome. */
function namesTried({ tried }: Discovery, served: Web): string[] {
  const port = served.at("").slice(1);
  return tried.map(({ url, outcome }) => `${url.replace(`:${port}`, "")} ${outcome}`);
}

/** Goes on until there is nothing left, as if no sitemap that was found could be read. */
async function walk(served: Web): Promise<Discovery[]> {
  const calls = [await findIn(served, "example.com")];
  for (let from = calls[0]?.next; from; from = calls.at(-1)?.next)
    calls.push(await findIn(served, "example.com", { from }));
  return calls;
}
