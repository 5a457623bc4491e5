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
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
const MIB = 1024 * 1024;

describe("fetch() of a hostile body", () => {
  it("stops an endless one at the cap", async () => {
    const site = await tcp((socket) => {
      socket.once("data", () => writeForever(socket, `${OK}\r\n`));
    });

    const measured = await gauge.measure({ url: site.origin });

    expectBounded(measured, { code: "too_large", withinMs: 15_000 });
    expect(measured.bytes).toBe(50 * MIB);
  });

  it("stops an endless one in chunks of one byte", async () => {
    const chunk = "1\r\na\r\n".repeat(1_000);
    const site = await tcp((socket) => {
      socket.once("data", () => writeForever(socket, CHUNKED, chunk));
    });

    const measured = await gauge.measure({ url: site.origin, limits: { maxBytes: 256 * 1024 } });

    expectBounded(measured, { code: "too_large", withinMs: 15_000 });
    expect(measured.bytes).toBe(256 * 1024);
  });

  it("stops one that claims a length of 8 EiB and means it", async () => {
    const site = await tcp((socket) => {
      socket.once("data", () => {
        writeForever(socket, `${OK}Content-Length: 9223372036854775807\r\n\r\n`);
      });
    });

    const measured = await gauge.measure({ url: site.origin, limits: { maxBytes: MIB } });

    expectBounded(measured, { code: ["too_large", "protocol_error"], withinMs: 5_000 });
    expect(measured.bytes).toBeLessThanOrEqual(MIB);
  });

  it.each([
    ["its length", "Content-Length: 3\r\n\r\nabc"],
    ["its length, and the connection too", "Content-Length: 3\r\nConnection: close\r\n\r\nabc"],
    ["its last chunk", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"],
  ])("ends it with %s, whatever comes after", async (_what, answer) => {
    const site = await tcp((socket) => {
      socket.once("data", () => writeForever(socket, `${OK}${answer}`, "excess".repeat(1_000)));
    });

    const measured = await gauge.measure({ url: site.origin });

    expectBounded(measured, { code: "ok", withinMs: 5_000 });
    expect(measured.bytes).toBe(3);
    await Promise.all(site.connections.map(untilClosed));
  });

  it.each([
    ["longer than the body", "Content-Length: 4000000000\r\n", "connection_error", 3],
    ["absent", "", "ok", 3],
    ["no number", "Content-Length: three\r\n", "protocol_error", 0],
    ["negative", "Content-Length: -1\r\n", "protocol_error", 0],
    ["over 64 bits", `Content-Length: ${"9".repeat(400)}\r\n`, "protocol_error", 0],
    ["given twice, differently", "Content-Length: 3\r\nContent-Length: 4\r\n", "protocol_error", 0],
    [
      "given beside chunks",
      "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
      "protocol_error",
      0,
    ],
  ] as const)("is not fooled by a length that is %s", async (_what, header, code, bytes) => {
    const site = await raw(`${OK}${header}\r\nabc`);

    const measured = await gauge.measure({ url: site.origin });

    expectBounded(measured, { code, withinMs: 5_000 });
    expect(measured.bytes).toBe(bytes);
  });

  it.each([
    ["whose size is no number", "zz\r\nabc\r\n0\r\n\r\n"],
    ["whose size is over 64 bits", `${"f".repeat(17)}\r\nabc\r\n`],
    ["whose size is negative", "-3\r\nabc\r\n0\r\n\r\n"],
    ["that is longer than its size", "2\r\nabc\r\n0\r\n\r\n"],
    ["with a bare LF", "3\nabc\n0\n\n"],
    ["with an extension of 1 MB", `3;${"a".repeat(MIB)}\r\nabc\r\n0\r\n\r\n`],
    ["with 1 MB of trailers", `3\r\nabc\r\n0\r\n${"x: a\r\n".repeat(170_000)}\r\n`],
    ["with broken trailers", "3\r\nabc\r\n0\r\nnot a header\r\n\r\n"],
  ])("refuses a chunk %s", async (_what, body) => {
    const site = await raw(`${CHUNKED}${body}`);

    const measured = await gauge.measure({ url: site.origin });

    expectBounded(measured, { code: "protocol_error", withinMs: 5_000 });
    expect(measured.bytes).toBeLessThanOrEqual(3);
  });

  it.each([
    ["before the first chunk", ""],
    ["within a chunk", "8\r\nabc"],
    ["between two chunks", "3\r\nabc\r\n"],
    ["before the end of the trailers", "3\r\nabc\r\n0\r\nx: a\r\n"],
  ])("takes one that breaks off %s for no whole one", async (_what, body) => {
    const site = await raw(`${CHUNKED}${body}`);

    const measured = await gauge.measure({ url: site.origin });

    expectBounded(measured, { code: "connection_error", withinMs: 5_000 });
  });

  it("accepts a few trailers, which are nobody's headers", async () => {
    const site = await raw(`${CHUNKED}3\r\nabc\r\n0\r\nETag: "1"\r\nX: a\r\n\r\n`);

    const measured = await gauge.measure({ url: site.origin });

    expectBounded(measured, { code: "ok", withinMs: 5_000 });
    expect(measured.bytes).toBe(3);
  });

  it("gives up an endless extension of a chunk", async () => {
    const site = await tcp((socket) => {
      socket.once("data", () => writeForever(socket, `${CHUNKED}3;`));
    });

    const measured = await gauge.measure({ url: site.origin, limits: { totalMs: 2_000 } });

    expectBounded(measured, { code: ["protocol_error", "timeout"], withinMs: 5_000 });
  });

  it("gives up endless trailers", async () => {
    const site = await tcp((socket) => {
      socket.once("data", () => writeForever(socket, `${CHUNKED}0\r\n`, "x: a\r\n".repeat(1_000)));
    });

    const measured = await gauge.measure({ url: site.origin, limits: { totalMs: 2_000 } });

    expectBounded(measured, { code: ["protocol_error", "timeout"], withinMs: 5_000 });
  });

  // A byte every nine seconds against 15 s of silence and 1 KiB a second, a hundred times as fast.
  it("gives up a byte every nine seconds, which is no silence", async () => {
    const site = await tcp((socket) => {
      socket.once("data", () => drip(socket, `${OK}\r\n`, "a"));
    });
    const limits = { idleMs: 400, minBytesPerSecond: 102_400 };

    const measured = await gauge.measure({ url: site.origin, limits });

    expectBounded(measured, { code: "timeout", withinMs: 2_000 });
    expect(measured.bytes).toBeGreaterThan(1);
  });

  it("gives up one that falls silent", async () => {
    const site = await raw(`${OK}\r\nabc`, { end: false });

    const measured = await gauge.measure({ url: site.origin, limits: { idleMs: 100 } });

    expectBounded(measured, { code: "timeout", withinMs: 2_000 });
    expect(measured.bytes).toBe(3);
  });

  it.each([403, 404, 429, 500, 503])("gives up an endless page of a %i", async (status) => {
    const site = await tcp((socket) => {
      socket.once("data", () => writeForever(socket, `HTTP/1.1 ${status} X\r\n\r\n`));
    });

    const measured = await gauge.measure({ url: site.origin });

    expect(measured.code).not.toBe("ok");
    expectBounded(measured, { code: measured.code, withinMs: 3_000 });
    expect(measured.bytes).toBe(0);
  });

  it.each([
    ["204", "HTTP/1.1 204 No Content\r\n\r\n", "ok", 0],
    ["205", "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n", "ok", 0],
    [
      "206 that nobody asked for",
      "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-2/9\r\nContent-Length: 3\r\n\r\nabc",
      "ok",
      3,
    ],
    ["304 that nobody asked for", "HTTP/1.1 304 Not Modified\r\n\r\n", "protocol_error", 0],
    ["204 with a body", "HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\nabc", "ok", 0],
  ] as const)("takes a %s for what it is", async (_what, answer, code, bytes) => {
    const site = await raw(answer);

    const measured = await gauge.measure({ url: site.origin });

    expectBounded(measured, { code, withinMs: 5_000 });
    expect(measured.bytes).toBe(bytes);
  });

  it("leaves a thousand encodings on top of each other to whoever decodes", async () => {
    const site = await http((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip, ".repeat(1_000) }).end("abc");
    });

    const measured = await gauge.measure({ url: site.origin });

    expectBounded(measured, { code: "ok", withinMs: 5_000 });
    expect(measured.bytes).toBe(3);
  });
});
