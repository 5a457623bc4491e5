import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "@jest/globals";
import { untilClosed } from "./listen.ts";
import { failureOf, setup, textOf } from "./setup.ts";

const { aFetcher, http, raw, tearDown } = setup();
afterEach(tearDown);

describe("fetch()", () => {
  it("gives the body and the headers that matter", async () => {
    const site = await http((_request, response) => {
      response.writeHead(200, {
        "content-type": "application/xml",
        etag: '"1"',
        "last-modified": "Sun, 06 Nov 1994 08:49:37 GMT",
      });
      response.end("<urlset/>");
    });

    const response = await aFetcher().fetch(`${site.origin}/sitemap.xml#top`);

    expect(response).toMatchObject({
      url: `${site.origin}/sitemap.xml`,
      status: 200,
      contentType: "application/xml",
      contentEncoding: null,
      etag: '"1"',
      lastModified: "Sun, 06 Nov 1994 08:49:37 GMT",
      redirects: [],
    });
    expect(await textOf(response)).toBe("<urlset/>");
  });

  it("says who it is, and asks by GET, without cookies", async () => {
    const site = await http((request, response) => {
      response.setHeader("set-cookie", "a=1");
      response.end(JSON.stringify({ method: request.method, ...request.headers }));
    });
    const fetcher = aFetcher({ userAgent: "scanner/1 (+https://example.com/bot)" });
    await textOf(await fetcher.fetch(site.origin));

    const seen: unknown = JSON.parse(
      await textOf(await fetcher.fetch(site.origin, { headers: { "If-None-Match": '"1"' } })),
    );

    expect(seen).toEqual({
      method: "GET",
      host: `127.0.0.1:${site.port}`,
      connection: "keep-alive",
      accept: "*/*",
      "accept-encoding": "gzip, br",
      "if-none-match": '"1"',
      "user-agent": "scanner/1 (+https://example.com/bot)",
    });
  });

  it("leaves the body encoded and says how", async () => {
    const packed = gzipSync("<urlset/>");
    const site = await http((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(packed);
    });

    const response = await aFetcher().fetch(site.origin);

    expect(response.contentEncoding).toBe("gzip");
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body) chunks.push(chunk);
    expect(Buffer.concat(chunks)).toEqual(packed);
  });

  it("gives 304 without a body when a condition was sent", async () => {
    const site = await http((_request, response) => response.writeHead(304, { etag: '"1"' }).end());

    const response = await aFetcher().fetch(site.origin, { headers: { "if-none-match": '"1"' } });

    expect(response).toMatchObject({ status: 304, etag: '"1"' });
    expect(await textOf(response)).toBe("");
  });

  it("refuses 304 when no condition was sent", async () => {
    const site = await http((_request, response) => response.writeHead(304).end());

    const error = await failureOf(aFetcher().fetch(site.origin));

    expect(error).toMatchObject({ code: "protocol_error", httpStatus: 304 });
  });

  it("fails with the status, its outcome and the wait asked for", async () => {
    const site = await http((_request, response) => {
      response.writeHead(503, { "retry-after": "120" }).end("busy");
    });

    const error = await failureOf(aFetcher().fetch(`${site.origin}/a`));

    expect(error).toMatchObject({
      name: "FetchError",
      code: "server_error",
      httpStatus: 503,
      retryAfterMs: 120_000,
      url: `${site.origin}/a`,
    });
  });

  it("tells a bot challenge from a refusal", async () => {
    const site = await http((request, response) => {
      if (request.url === "/challenge") response.setHeader("cf-mitigated", "challenge");
      response.writeHead(403).end();
    });
    const fetcher = aFetcher();

    const challenge = await failureOf(fetcher.fetch(`${site.origin}/challenge`));
    const refusal = await failureOf(fetcher.fetch(`${site.origin}/plain`));

    expect([challenge.code, refusal.code]).toEqual(["blocked", "forbidden"]);
  });

  it("uses one connection for what comes one after the other, failures included", async () => {
    const site = await http((request, response) => {
      response.statusCode = request.url === "/ok" ? 200 : 404;
      response.end("a short page");
    });
    const fetcher = aFetcher();

    await textOf(await fetcher.fetch(`${site.origin}/ok`));
    await failureOf(fetcher.fetch(`${site.origin}/missing`));
    // The short page is read in the background; its connection is free one answer later.
    await textOf(await fetcher.fetch(`${site.origin}/ok`));
    await textOf(await fetcher.fetch(`${site.origin}/ok`));

    expect(site.connections.length).toBeLessThanOrEqual(2);
  });

  it("asks again on a new connection when a kept one turns out to be closed", async () => {
    let answers = 0;
    const site = await http((request, response) => {
      answers += 1;
      if (answers === 2) request.socket.resetAndDestroy();
      else response.end("ok");
    });
    const fetcher = aFetcher();
    await textOf(await fetcher.fetch(site.origin));

    const response = await fetcher.fetch(site.origin);

    expect(await textOf(response)).toBe("ok");
    expect(site.connections).toHaveLength(2);
  });

  it("does not ask again on a connection that was new", async () => {
    let requests = 0;
    const site = await http((request) => {
      requests += 1;
      request.socket.resetAndDestroy();
    });

    const error = await failureOf(aFetcher().fetch(site.origin));

    expect(error.code).toBe("connection_error");
    expect(requests).toBe(1);
  });

  it.each([
    ["no HTTP", "SSH-2.0-OpenSSH_9.9\r\n\r\n"],
    ["a redirect to nowhere", "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"],
    ["a chunk without a length", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"],
  ])("fails with protocol_error on %s", async (_what, answer) => {
    const site = await raw(answer, { end: false });

    const error = await failureOf(aFetcher().fetch(site.origin).then(textOf));

    expect(error.code).toBe("protocol_error");
  });

  it("hangs up on a server that switches protocols unasked", async () => {
    const answer = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n";
    const site = await raw(answer, { end: false });

    const error = await failureOf(aFetcher().fetch(site.origin));

    expect(error.code).toBe("protocol_error");
    await untilClosed(site.connections[0]!);
  });

  it("fails with connection_error where nobody listens", async () => {
    const site = await raw("");
    await site.close();
    const gone = `${site.origin}/`;

    const error = await failureOf(aFetcher().fetch(gone));

    expect(error).toMatchObject({ code: "connection_error", url: gone, httpStatus: null });
  });

  it("fails with tls_error when the other side speaks no TLS", async () => {
    const site = await http((_request, response) => response.end());

    const error = await failureOf(aFetcher().fetch(`https://127.0.0.1:${site.port}/`));

    expect(error.code).toBe("tls_error");
  });

  it("fails with dns_error when the name has no address", async () => {
    const rejects = aFetcher({ resolve: () => Promise.reject(new Error("no such name")) });
    const findsNone = aFetcher({ resolve: () => Promise.resolve([]) });

    const errors = await Promise.all([
      failureOf(rejects.fetch("http://example.com/")),
      failureOf(findsNone.fetch("http://example.com/")),
    ]);

    expect(errors.map(({ code }) => code)).toEqual(["dns_error", "dns_error"]);
  });

  it("refuses to work once closed, and cancels what was under way", async () => {
    const site = await http(() => undefined);
    const fetcher = aFetcher();
    const connected = site.nextConnection();
    const pending = failureOf(fetcher.fetch(site.origin));
    const socket = await connected;

    const closed = untilClosed(socket);
    fetcher.close();

    expect((await pending).code).toBe("cancelled");
    expect((await failureOf(fetcher.fetch(site.origin))).code).toBe("cancelled");
    await closed;
  });
});
