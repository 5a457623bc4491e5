import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "@jest/globals";
import { untilClosed } from "./listen.ts";
import { failureOf, setup } from "./setup.ts";

const { aFetcher, http, raw, tearDown } = setup();
afterEach(tearDown);

const PAGE = "<title>Just a moment...</title>";

describe("the page of a refusal", () => {
  it.each([401, 403, 405, 420, 429, 430, 503])("is told with a %i", async (status) => {
    const site = await http((_request, response) => {
      response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(PAGE);
    });

    const error = await failureOf(aFetcher().fetch(site.origin));

    expect(error).toMatchObject({
      httpStatus: status,
      sampleEncoding: null,
      contentType: "text/html; charset=utf-8",
    });
    expect(Buffer.from(error.sample!).toString()).toBe(PAGE);
  });

  it.each([404, 410, 500, 502])("is not read with a %i", async (status) => {
    const site = await http((_request, response) => response.writeHead(status).end(PAGE));

    const error = await failureOf(aFetcher().fetch(site.origin));

    expect(error).toMatchObject({ sample: null, sampleEncoding: null, contentType: null });
  });

  it("is left encoded, and says how", async () => {
    const packed = gzipSync(PAGE);
    const site = await http((_request, response) => {
      response.writeHead(403, { "content-encoding": "gzip" }).end(packed);
    });

    const error = await failureOf(aFetcher().fetch(site.origin));

    expect(error.sampleEncoding).toBe("gzip");
    expect(Buffer.from(error.sample!)).toEqual(packed);
  });

  it("is cut after 16 KiB, and its connection closed", async () => {
    const site = await http((_request, response) => {
      response.writeHead(403).end(Buffer.alloc(10 * 1024 * 1024, "a"));
    });

    const error = await failureOf(aFetcher().fetch(site.origin));

    expect(error.sample).toHaveLength(16 * 1024);
    await untilClosed(site.connections[0]!);
  });

  it("is null when it is empty", async () => {
    const site = await http((_request, response) => response.writeHead(403).end());

    const error = await failureOf(aFetcher().fetch(site.origin));

    expect(error).toMatchObject({ code: "forbidden", sample: null });
  });

  it.each([
    ["breaks off", true],
    ["never ends", false],
  ])("is what came of it when it %s", async (_what, end) => {
    const site = await raw("HTTP/1.1 403 Forbidden\r\nContent-Length: 99\r\n\r\nblock", { end });
    const fetcher = aFetcher({ limits: { totalMs: 700 } });

    const error = await failureOf(fetcher.fetch(site.origin));

    expect(error).toMatchObject({ code: "forbidden", httpStatus: 403 });
    expect(Buffer.from(error.sample!).toString()).toBe("block");
    await untilClosed(site.connections[0]!);
  });

  it("is waited for two seconds at most", async () => {
    const site = await raw("HTTP/1.1 503 Busy\r\nRetry-After: 7\r\n\r\nwait", { end: false });
    const before = performance.now();

    const error = await failureOf(aFetcher().fetch(site.origin));

    expect(error).toMatchObject({ code: "server_error", retryAfterMs: 7_000 });
    expect(Buffer.from(error.sample!).toString()).toBe("wait");
    expect(performance.now() - before).toBeLessThan(4_000);
  });

  it("is given up at once by who cancels", async () => {
    const site = await raw("HTTP/1.1 403 Forbidden\r\n\r\nblock", { end: false });
    const controller = new AbortController();
    const connected = site.nextConnection();
    const failure = failureOf(aFetcher().fetch(site.origin, controller));
    const socket = await connected;
    await new Promise((resolve) => socket.once("data", resolve));

    controller.abort("enough");

    expect(await failure).toMatchObject({ code: "cancelled", cause: "enough" });
    await untilClosed(socket);
  });
});
