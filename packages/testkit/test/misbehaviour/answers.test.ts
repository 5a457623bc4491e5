import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  botChallenge,
  garbage,
  htmlPage,
  hugeHeaders,
  jsonPage,
  loginPage,
  rateLimited,
  redirectChain,
  redirectLoop,
  redirectTo,
  startSite,
  switchesProtocol,
  unavailable,
  type Site,
} from "../../src/index.ts";
import { ask, dial } from "../wire.ts";

let site: Site;
beforeEach(async () => {
  site = await startSite();
});
afterEach(() => site.close());

describe("redirectTo()", () => {
  it("leads where it is told, with the status it is told", async () => {
    site.set("/found", redirectTo("ftp://example.com/"));
    site.set("/moved", redirectTo("/new", 301));

    expect(await ask(site, "/found")).toMatchObject({
      status: 302,
      headers: { location: "ftp://example.com/" },
    });
    expect(await ask(site, "/moved")).toMatchObject({ status: 301, headers: { location: "/new" } });
  });
});

describe("redirectLoop()", () => {
  it("leads to itself", async () => {
    site.set("/loop", redirectLoop());

    expect((await ask(site, "/loop?x=1")).headers.location).toBe("/loop?x=1");
  });
});

describe("redirectChain()", () => {
  it("leads on as often as it is told, each time elsewhere, and then answers", async () => {
    site.set(
      "/chain",
      redirectChain(3, () => ({ status: 410, body: "there" })),
    );
    const way = ["/chain"];

    for (let next: string | undefined = way[0]; next !== undefined;) {
      next = (await ask(site, next)).headers.location;
      if (next !== undefined) way.push(next);
    }

    expect(way).toEqual(["/chain", "/chain?left=2", "/chain?left=1", "/chain?left=0"]);
    const end = await ask(site, "/chain?left=0");
    expect([end.status, end.body.toString()]).toEqual([410, "there"]);
  });
});

describe("rateLimited()", () => {
  it("answers 429 with its Retry-After as often as it is told, and then another answer", async () => {
    site.set("/", rateLimited({ retryAfter: 2, times: 2, afterwards: "at last" }));

    const answers = [await ask(site, "/"), await ask(site, "/"), await ask(site, "/")];

    expect(answers.map(({ status, headers }) => [status, headers["retry-after"]])).toEqual([
      [429, "2"],
      [429, "2"],
      [200, undefined],
    ]);
    expect(answers[2]?.body.toString()).toBe("at last");
  });
});

describe("unavailable()", () => {
  it("answers 503, without Retry-After and for ever unless it is told otherwise", async () => {
    site.set("/", unavailable());
    site.set("/once", unavailable({ times: 1, afterwards: () => ({ status: 204 }) }));

    for (const _ of [1, 2, 3]) {
      const { status, headers } = await ask(site, "/");
      expect([status, "retry-after" in headers]).toEqual([503, false]);
    }
    expect((await ask(site, "/once")).status).toBe(503);
    expect((await ask(site, "/once")).status).toBe(204);
  });
});

describe("pages that are no sitemaps", () => {
  it("come with 200 and a content type of their own", async () => {
    site.set("/a.xml", htmlPage());
    site.set("/login.xml", loginPage());
    site.set("/b.xml", jsonPage());

    const html = await ask(site, "/a.xml");
    const login = await ask(site, "/login.xml");
    const json = await ask(site, "/b.xml");

    expect([html.status, html.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(login.body.toString()).toContain('type="password"');
    expect(json.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(json.body.toString())).toHaveProperty("error");
  });
});

describe("botChallenge()", () => {
  it("says what it is in a header, or in its page alone", async () => {
    site.set("/header", botChallenge("header"));
    site.set("/page", botChallenge("page", 503));

    const header = await ask(site, "/header");
    const page = await ask(site, "/page");

    expect([header.status, header.headers["cf-mitigated"]]).toEqual([403, "challenge"]);
    expect([page.status, "cf-mitigated" in page.headers]).toEqual([503, false]);
    expect(page.body.toString()).toContain("/cdn-cgi/challenge-platform/");
  });
});

describe("hugeHeaders()", () => {
  it("sends at least so many bytes of headers", async () => {
    site.set("/", hugeHeaders(100_000));

    const { headers } = await ask(site, "/");

    expect(JSON.stringify(headers).length).toBeGreaterThan(100_000);
  });
});

describe("garbage()", () => {
  it("is no HTTP", async () => {
    site.set("/", garbage());
    const wire = dial(site, "/");

    expect(await wire.closed).toBeNull();
    expect(wire.text()).not.toContain("HTTP");
    await expect(ask(site, "/")).rejects.toMatchObject({ code: "HPE_INVALID_CONSTANT" });
  });
});

describe("switchesProtocol()", () => {
  it("answers 101 unasked and leaves the connection open", async () => {
    site.set("/", switchesProtocol());
    const wire = dial(site, "/");

    expect(await wire.until("\r\n\r\n")).toMatch(/^HTTP\/1\.1 101 .*Upgrade: websocket\r\n\r\n$/s);
    await site.close();
    await wire.closed;
  });
});
