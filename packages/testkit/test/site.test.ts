import { get, type IncomingMessage } from "node:http";
import { get as getSecurely } from "node:https";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { gzip, startSite, urlset, type Site } from "../src/index.ts";

let site: Site;

beforeEach(async () => {
  site = await startSite();
});
afterEach(() => site.close().catch(() => undefined)); // the failure of a route is expected in one test

function open(path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(`${site.origin}${path}`, resolve).once("error", reject);
  });
}

function openSecurely(
  { origin }: Site,
  options: { rejectUnauthorized: boolean },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    getSecurely(origin, options, resolve).once("error", reject);
  });
}

describe("startSite()", () => {
  it("answers by path, and 404 where nothing was set", async () => {
    site.set("/robots.txt", "User-agent: *\n");
    site.set("/gone.xml", { status: 410, headers: { "x-reason": "moved" }, body: "gone" });

    const robots = await fetch(`${site.origin}/robots.txt?v=1`);
    const gone = await fetch(`${site.origin}/gone.xml`);
    const missing = await fetch(`http://${site.domain}/else`);

    expect([robots.status, await robots.text()]).toEqual([200, "User-agent: *\n"]);
    expect(robots.headers.get("content-type")).toMatch(/^text\/plain/);
    expect([gone.status, gone.headers.get("x-reason")]).toEqual([410, "moved"]);
    expect(gone.headers.get("content-type")).toBe("application/xml");
    expect(missing.status).toBe(404);
  });

  it("takes a path with its query before the path alone", async () => {
    site.set("/map", "any");
    site.set("/map?page=2", "second");

    expect(await (await fetch(`${site.origin}/map?page=2`)).text()).toBe("second");
    expect(await (await fetch(`${site.origin}/map?page=3`)).text()).toBe("any");
  });

  it("lets a function answer by itself, or return what to answer", async () => {
    site.set("/own", (_request, response) => response.writeHead(204).end());
    site.set("/returned", async ({ url }) => ({ status: 202, body: `for ${url}` }));

    expect((await fetch(`${site.origin}/own`)).status).toBe(204);
    const returned = await fetch(`${site.origin}/returned`);
    expect([returned.status, await returned.text()]).toEqual([202, "for /returned"]);
  });

  it("can be one handler for every path", async () => {
    const all = await startSite(({ url }) => `this is ${url}`);

    expect(await (await fetch(`${all.origin}/any/where`)).text()).toBe("this is /any/where");
    await all.close();
  });

  it("remembers the requests, and waits for those to come", async () => {
    const coming = site.waitForRequest("/late");
    await fetch(`${site.origin}/early`, { headers: { "user-agent": "tester" } });
    await fetch(`${site.origin}/late?x=1`, { method: "POST" });

    expect(await coming).toMatchObject({ method: "POST", url: "/late?x=1" });
    expect(await site.waitForRequest("/early")).toBe(site.requests[0]);
    expect(site.requests[0]?.headers["user-agent"]).toBe("tester");
    await expect(site.waitForRequest("/never", { timeoutMs: 20 })).rejects.toThrow(
      'Timed out waiting for a request for "/never", seen: /early, /late?x=1',
    );
  });

  it("streams no faster than the client reads", async () => {
    let made = 0;
    site.set("/endless", async function* () {
      for (;;) {
        made += 1;
        yield Buffer.alloc(64 * 1024);
      }
    });

    const response = await open("/endless");
    await once(response, "readable");
    await untilStill(() => made);

    expect(made * 64 * 1024).toBeLessThan(32 * 1024 * 1024);
    response.destroy();
  });

  it("sends a content as often as it is asked for", async () => {
    site.set("/sitemap.xml.gz", gzip(urlset(["https://example.com/"])));

    for (const _ of [1, 2]) {
      const response = await fetch(`${site.origin}/sitemap.xml.gz`);
      const xml = gunzipSync(Buffer.from(await response.arrayBuffer())).toString();
      expect(xml).toContain("<loc>https://example.com/</loc>");
    }
  });

  it("breaks open connections when it closes, also those in the middle of an answer", async () => {
    site.set("/slow", async function* () {
      yield "begin";
      await new Promise(() => undefined);
    });
    const response = await open("/slow");
    const broken = once(response, "error").catch((error: unknown) => [error]);
    response.resume();

    await site.close();

    expect(await broken).toEqual([expect.objectContaining({ code: "ECONNRESET" })]);
    await expect(fetch(site.origin)).rejects.toThrow("fetch failed");
  });

  it("counts its connections, and how many requests were open at the same time", async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    site.set("/held", async () => {
      await released;
      return "done";
    });
    const other = await startSite();

    const asked = Promise.all(["/held?1", "/held?2", "/held?3"].map((path) => open(path)));
    await Promise.all(["/held?1", "/held?2", "/held?3"].map((path) => site.waitForRequest(path)));
    release();
    for (const response of await asked) await once(response.resume(), "end");
    await fetch(`${site.origin}/after`);

    expect([site.mostAtOnce, site.connections]).toEqual([3, 4]);
    expect([other.mostAtOnce, other.connections]).toEqual([0, 0]);
    await other.close();
  });

  it("can speak TLS with a certificate that nobody trusts", async () => {
    const secure = await startSite({ "/": "secret" }, { tls: "self-signed" });

    expect(secure.origin).toBe(`https://${secure.domain}`);
    await expect(openSecurely(secure, { rejectUnauthorized: true })).rejects.toMatchObject({
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
    });
    const response = await openSecurely(secure, { rejectUnauthorized: false });
    expect(await text(response)).toBe("secret");
    await secure.close();
  });

  it("does not keep the failure of a route to itself", async () => {
    site.set("/bad", () => {
      throw new Error("a fault in the test");
    });

    await expect(fetch(`${site.origin}/bad`)).rejects.toThrow("fetch failed");

    await expect(site.close()).rejects.toMatchObject({
      message: "A route of the site failed",
      cause: { message: "a fault in the test" },
    });
  });
});

/** Returns when the value has not changed for a while: for what gives no signal that it stopped. */
async function untilStill(look: () => number): Promise<void> {
  for (let before = -1; before !== look(); await delay(200)) before = look();
}
