import { getEventListeners } from "node:events";
import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "@jest/globals";
import { DEFAULT_FETCH_LIMITS } from "../src/index.ts";
import { untilClosed } from "./listen.ts";
import { failureOf, setup, textOf } from "./setup.ts";
import { drip } from "./hostile-writes.ts";

const { aFetcher, http, raw, tcp, tearDown } = setup();
afterEach(tearDown);

const HEAD = "HTTP/1.1 200 OK\r\n\r\n";

const neverResolve = (): Promise<never> => Promise.withResolvers<never>().promise;

describe("fetch()", () => {
  it("gives up a name that is not resolved in time", async () => {
    const fetcher = aFetcher({ resolve: neverResolve, limits: { connectMs: 30 } });

    expect((await failureOf(fetcher.fetch("http://example.com/"))).code).toBe("dns_error");
  });

  it("gives up a TLS handshake that does not go on", async () => {
    const site = await tcp(() => undefined);
    const fetcher = aFetcher({ limits: { connectMs: 50 } });

    const error = await failureOf(fetcher.fetch(`https://127.0.0.1:${site.port}/`));

    expect(error.code).toBe("timeout");
  });

  it("gives up headers that do not come, and closes the connection", async () => {
    const site = await tcp(() => undefined);
    const connected = site.nextConnection();
    const pending = failureOf(aFetcher({ limits: { headersMs: 50 } }).fetch(site.origin));
    const closed = untilClosed(await connected);

    expect((await pending).code).toBe("timeout");
    await closed;
  });

  it.each([
    ["headers that come one byte at a time", "HTTP/1.1 200 OK\r\nX-Slow: ", "a"],
    ["answers that are never the last one", "", "HTTP/1.1 103 Early Hints\r\n\r\n"],
  ])("gives up %s", async (_what, head, drop) => {
    const site = await tcp((socket) => {
      socket.once("data", () => drip(socket, head, drop));
    });

    const error = await failureOf(aFetcher({ limits: { headersMs: 100 } }).fetch(site.origin));

    expect(error.code).toBe("timeout");
  });

  it("refuses headers over their limit", async () => {
    const site = await raw(`HTTP/1.1 200 OK\r\nX-Huge: ${"a".repeat(5000)}\r\n\r\n`);

    const error = await failureOf(
      aFetcher({ limits: { maxHeaderBytes: 4096 } }).fetch(site.origin),
    );

    expect(error.code).toBe("protocol_error");
  });

  it("gives up a body that falls silent, with what came before", async () => {
    const site = await raw(`${HEAD}abc`, { end: false });
    const response = await aFetcher({ limits: { idleMs: 50 } }).fetch(site.origin);
    const closed = untilClosed(site.connections[0]!);

    let text = "";
    const reading = async (): Promise<void> => {
      for await (const chunk of response.body) text += Buffer.from(chunk).toString();
    };

    expect((await failureOf(reading())).code).toBe("timeout");
    expect(text).toBe("abc");
    await closed;
  });

  it("gives up a body that comes one byte at a time", async () => {
    const site = await tcp((socket) => {
      socket.once("data", () => drip(socket, HEAD, "a"));
    });
    const fetcher = aFetcher({ limits: { idleMs: 100, minBytesPerSecond: 100_000 } });

    const error = await failureOf(fetcher.fetch(site.origin).then(textOf));

    expect(error).toMatchObject({ code: "timeout" });
    expect(error.message).toContain("100000 bytes a second");
  });

  it("does not blame the server for the pauses of the reader", async () => {
    const answering = Promise.withResolvers<ServerResponse>();
    const site = await http((_request, response) => {
      response.write("a");
      answering.resolve(response);
    });
    const response = await aFetcher({ limits: { idleMs: 20 } }).fetch(site.origin);
    const chunks = response.body[Symbol.asyncIterator]();
    await chunks.next();
    (await answering.promise).end("b");

    const since = performance.now();
    while (performance.now() - since < 60) await new Promise(setImmediate);

    expect(await chunks.next()).toEqual({ done: false, value: Buffer.from("b") });
    expect(await chunks.next()).toEqual({ done: true });
  });

  it("ends at the total deadline while the headers, and while the body, still come", async () => {
    const site = await tcp((socket) => {
      socket.once("data", (request) => {
        drip(socket, request.includes("/body") ? HEAD : "HTTP/1.1 200 OK\r\nX-Slow: ", "a");
      });
    });
    const fetcher = aFetcher({ limits: { totalMs: 150, minBytesPerSecond: 0 } });

    const errors = await Promise.all([
      failureOf(fetcher.fetch(`${site.origin}/headers`)),
      failureOf(fetcher.fetch(`${site.origin}/body`).then(textOf)),
    ]);

    expect(errors.map(({ code }) => code)).toEqual(["timeout", "timeout"]);
    expect(errors[0]?.message).toContain("150 ms in all");
  });

  it("closes the connection of a body that nobody reads at the total deadline", async () => {
    const site = await raw(`${HEAD}abc`, { end: false });
    const response = await aFetcher({ limits: { totalMs: 80 } }).fetch(site.origin);

    await untilClosed(site.connections[0]!);

    expect((await failureOf(textOf(response))).code).toBe("timeout");
  });

  it("ends at once when it is cancelled, at any point", async () => {
    const site = await tcp(() => undefined);
    const controller = new AbortController();
    const connected = site.nextConnection();
    const fetcher = aFetcher({ resolve: neverResolve });
    const resolving = failureOf(fetcher.fetch("http://example.com/", controller));
    const waiting = failureOf(fetcher.fetch(site.origin, controller));
    const closed = untilClosed(await connected);

    controller.abort("enough");

    const errors = await Promise.all([
      resolving,
      waiting,
      failureOf(fetcher.fetch(site.origin, controller)),
    ]);
    expect(errors.map(({ code, cause }) => [code, cause])).toEqual(
      Array.from({ length: 3 }, () => ["cancelled", "enough"]),
    );
    await closed;
    expect(site.connections).toHaveLength(1);
  });

  it("lets go of the caller's signal when it is done", async () => {
    const site = await http((_request, response) => response.end("ok"));
    const controller = new AbortController();
    const { signal } = controller;

    const response = await aFetcher().fetch(site.origin, { signal });

    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    await textOf(response);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });
});

describe("createFetcher()", () => {
  it.each([-1, 0.5, Number.NaN, 2 ** 31])("refuses the limit %p", (totalMs) => {
    expect(() => aFetcher({ limits: { totalMs } })).toThrow(RangeError);
  });

  it("refuses a user agent that is no header value", () => {
    expect(() => aFetcher({ userAgent: "a\r\nHost: b" })).toThrow("Invalid character");
  });

  it("has five redirects and 50 MiB as its defaults", () => {
    expect(DEFAULT_FETCH_LIMITS).toMatchObject({ maxRedirects: 5, maxBytes: 52_428_800 });
  });
});
