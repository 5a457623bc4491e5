import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { silent, slowBody, slowHeaders, startSite, type Site } from "../../src/index.ts";
import { dial } from "../wire.ts";

let site: Site;
beforeEach(async () => {
  site = await startSite();
});
afterEach(() => site.close());

describe("silent()", () => {
  it("takes the request and sends nothing", async () => {
    site.set("/", silent());
    const wire = dial(site, "/");
    await site.waitForRequest("/");

    await site.close();

    await wire.closed;
    expect(wire.text()).toBe("");
  });
});

describe("slowHeaders()", () => {
  it("adds to a header again and again, and never ends it", async () => {
    site.set("/", slowHeaders({ everyMs: 5 }));

    const wire = dial(site, "/");

    expect(await wire.until("X-Slow: aaaaa")).toMatch(/^HTTP\/1\.1 200 OK\r\nX-Slow: a+$/);
    wire.socket.destroy();
  });

  it("ends with the site", async () => {
    site.set("/", slowHeaders());
    const wire = dial(site, "/");
    await wire.until("X-Slow");

    await site.close();

    expect([null, "ECONNRESET"]).toContain(await wire.closed);
  });
});

describe("slowBody()", () => {
  it("sends its start at once, and then so many bytes a second", async () => {
    site.set("/", slowBody({ bytesPerSecond: 100, start: "<urlset>" }));
    const wire = dial(site, "/");
    await wire.until("<urlset>");

    const from = performance.now();
    await wire.until("5\r\n     \r\n5\r\n     \r\n"); // two chunks of 5 bytes
    const took = performance.now() - from;

    expect(took).toBeGreaterThanOrEqual(80);
    wire.socket.destroy();
  });

  it("can be slower than a byte a second, and ends with the site", async () => {
    site.set("/", slowBody({ bytesPerSecond: 0.1 }));
    const wire = dial(site, "/");
    const head = await wire.until("\r\n\r\n");

    await site.close();

    await wire.closed;
    expect(wire.text()).toBe(head);
  });
});
