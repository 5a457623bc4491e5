import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { drip, writeForever } from "./hostile-writes.ts";
import { untilClosed } from "./listen.ts";
import { expectBounded, type Gauge, startGauge } from "./measure.ts";
import { setup } from "./setup.ts";

const { http, raw, tcp, tearDown } = setup();
afterEach(tearDown);

let gauge: Gauge;
beforeAll(async () => {
  gauge = await startGauge();
});
afterAll(() => gauge.close());

const OK = "HTTP/1.1 200 OK\r\n";
const MIB = 1024 * 1024;

describe("fetch() of hostile headers", () => {
  it.each([
    ["one header of 1 MB", `${OK}X-Huge: ${"a".repeat(MIB)}\r\n\r\n`],
    ["a name of 1 MB", `${OK}${"a".repeat(MIB)}: a\r\n\r\n`],
    ["a reason of 1 MB", `HTTP/1.1 200 ${"a".repeat(MIB)}\r\n\r\n`],
    ["200,000 headers", `${OK}${"x: a\r\n".repeat(200_000)}\r\n`],
    ["200,000 cookies", `${OK}${"set-cookie: a=b\r\n".repeat(200_000)}\r\n`],
    ["10,000 encodings", `${OK}Content-Encoding: ${"br, ".repeat(10_000)}gzip\r\n\r\n`],
    ["a name with a space", `${OK}x y: a\r\n\r\n`],
    ["no colon", `${OK}nonsense\r\n\r\n`],
    ["a space before the colon", `${OK}x : a\r\n\r\n`],
    ["a length twice", `${OK}${"Content-Length: 3\r\n".repeat(2)}\r\nabc`],
    ["a length beside chunks", `${OK}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n`],
    ["a folded value", `${OK}x: a\r\n b\r\n\r\n`],
    ["lines that end in LF alone", "HTTP/1.1 200 OK\nContent-Length: 3\n\nabc"],
    ["a bare CR in a value", `${OK}x: a\rb\r\n\r\n`],
    ["a NUL in a value", `${OK}x: a\0b\r\n\r\n`],
    ["a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n"],
    ["a status that is no number", "HTTP/1.1 OK 200\r\n\r\n"],
    ["a version from the future", "HTTP/9.9 200 OK\r\n\r\n"],
    ["HTTP/0.9, a body and no headers", "<urlset><url><loc>http://a.com/</loc></url></urlset>"],
    ["the greeting of another protocol", "220 mail.example.com ESMTP\r\n"],
    ["bytes that are no text", Buffer.from([0, 255, 254, 22, 3, 1, 2, 0]).toString("latin1")],
    ["a preface of HTTP/2", "\0\0\u0012\u0004\0\0\0\0\0\0\u0003\0\0\0d"],
    ["a request", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"],
  ])("refuses %s", async (_what, answer) => {
    const site = await raw(answer);

    const measured = await gauge.measure({ url: site.origin });

    expectBounded(measured, { code: "protocol_error", withinMs: 3_000 });
  });

  it("takes a few hundred headers within the limit as they are", async () => {
    const site = await raw(`${OK}${"x: a\r\n".repeat(400)}Content-Length: 3\r\n\r\nabc`);

    const measured = await gauge.measure({ url: site.origin });

    expectBounded(measured, { code: "ok", withinMs: 3_000 });
  });

  it.each([
    ["headers", OK, "x: a\r\n".repeat(1_000)],
    ["one header", `${OK}x: `, "a".repeat(64 * 1024)],
    ["a status line", "HTTP/1.1 200 ", "a".repeat(64 * 1024)],
    ["early hints", "", "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(100)],
    ["answers that say to go on", "", "HTTP/1.1 100 Continue\r\n\r\n".repeat(100)],
    [
      "early hints full of links",
      "",
      `HTTP/1.1 103 Early Hints\r\nLink: ${"a".repeat(9_000)}\r\n\r\n`,
    ],
    ["empty lines", "", "\r\n".repeat(1_000)],
  ])("stops an endless flood of %s", async (_what, head, flood) => {
    const site = await tcp((socket) => {
      socket.once("data", () => writeForever(socket, head, flood));
    });

    const measured = await gauge.measure({ url: site.origin });

    expectBounded(measured, { code: "protocol_error", withinMs: 3_000 });
    await Promise.all(site.connections.map(untilClosed));
  });

  // A byte every nine seconds against 30 s for all headers, a hundred times as fast.
  it("gives up headers that come one byte every nine seconds", async () => {
    const site = await tcp((socket) => {
      socket.once("data", () => drip(socket, OK, "x"));
    });

    const measured = await gauge.measure({ url: site.origin, limits: { headersMs: 300 } });

    expectBounded(measured, { code: "timeout", withinMs: 2_000 });
  });

  it("gives up headers that never come", async () => {
    const site = await tcp(() => undefined);

    const measured = await gauge.measure({ url: site.origin, limits: { headersMs: 100 } });

    expectBounded(measured, { code: "timeout", withinMs: 2_000 });
  });

  it.each(["99999999", "9".repeat(20_000), "Fri, 31 Dec 9999 23:59:59 GMT", "-1", "\x80\xff"])(
    "is not put off for good by Retry-After: %s",
    async (value) => {
      const site = await http((_request, response) => {
        response.writeHead(429, { "retry-after": value }).end();
      });

      const measured = await gauge.measure({ url: site.origin });

      expectBounded(measured, { code: "rate_limited", withinMs: 3_000 });
      expect(measured.retryAfterMs ?? 0).toBeLessThanOrEqual(900_000);
    },
  );
});
