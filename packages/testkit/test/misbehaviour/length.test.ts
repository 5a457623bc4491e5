import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import {
  emptyBody,
  endlessBody,
  lyingLength,
  noLength,
  resetAfter,
  startSite,
  type Site,
} from "../../src/index.ts";
import { ask, dial, open } from "../wire.ts";

let site: Site;
beforeEach(async () => {
  site = await startSite();
});
afterEach(() => site.close());

describe("lyingLength()", () => {
  it("can say more than it sends: the connection ends before the body does", async () => {
    site.set("/", lyingLength({ body: "short", says: 100 }));
    const wire = dial(site, "/");

    expect(await wire.closed).toBeNull();
    expect(wire.text()).toBe("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
    await expect(ask(site, "/")).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  it("can say less than it sends", async () => {
    site.set("/", lyingLength({ body: "too long", says: 3 }));
    const wire = dial(site, "/");

    await wire.closed;
    expect(wire.text()).toBe("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntoo long");
  });
});

describe("noLength()", () => {
  it("says no length, and ends the body with the connection", async () => {
    site.set("/", noLength("body"));

    const { headers, body } = await ask(site, "/");

    expect(headers).toEqual({ connection: "close" });
    expect(body.toString()).toBe("body");
  });
});

describe("endlessBody()", () => {
  it("sends its start, then the filler for longer than anyone reads", async () => {
    site.set("/", endlessBody({ start: "begin:", filler: "abc" }));
    const response = await open(site, "/");
    let text = "";

    for await (const chunk of response.setEncoding("utf8")) {
      text += String(chunk);
      if (text.length > 1_000_000) break;
    }

    expect(text).toMatch(/^begin:(?:abc)+a?b?$/);
  });

  it("ends with the site", async () => {
    site.set("/", endlessBody());
    const response = await open(site, "/");
    response.resume();

    const [[error]] = await Promise.all([once(response, "error"), site.close()]);

    expect(error).toMatchObject({ code: "ECONNRESET" });
  });
});

describe("resetAfter()", () => {
  it("sends so many bytes of its body, then resets the connection", async () => {
    site.set("/", resetAfter(4, "<urlset>"));
    const wire = dial(site, "/");

    expect(await wire.closed).toBe("ECONNRESET");
    expect(wire.text()).toBe("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n<url");
  });
});

describe("emptyBody()", () => {
  it("is a 200 of nothing", async () => {
    site.set("/", emptyBody());

    expect(await ask(site, "/")).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  });
});
