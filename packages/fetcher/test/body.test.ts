import { afterEach, describe, expect, it } from "@jest/globals";
import { untilClosed } from "./listen.ts";
import { failureOf, setup, textOf } from "./setup.ts";
import { writeForever } from "./hostile-writes.ts";

const { aFetcher, http, raw, tcp, tearDown } = setup();
afterEach(tearDown);

const CHUNK = Buffer.alloc(64 * 1024, "a");
const head = (status: number): string => `HTTP/1.1 ${status} X\r\n\r\n`;

describe("the body", () => {
  it("comes only as fast as it is taken", async () => {
    let written = 0;
    const site = await tcp((socket) => {
      socket.once("data", () =>
        writeForever(socket, head(200), CHUNK, (bytes) => (written += bytes)),
      );
    });
    const response = await aFetcher({ limits: { maxBytes: 2 ** 30 } }).fetch(site.origin);
    const chunks = response.body[Symbol.asyncIterator]();
    await chunks.next();

    // The writer stalls when all buffers between it and the reader are full.
    let before = -1;
    while (written !== before) {
      before = written;
      for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
    }

    expect(written).toBeLessThan(16 * 1024 * 1024);
    response.discard();
  });

  it("gives out all bytes up to the cap, then fails with too_large", async () => {
    const site = await http((_request, response) => response.end("0123456789"));
    const response = await aFetcher({ limits: { maxBytes: 4 } }).fetch(site.origin);

    let text = "";
    const reading = async (): Promise<void> => {
      for await (const chunk of response.body) text += Buffer.from(chunk).toString();
    };

    expect((await failureOf(reading())).code).toBe("too_large");
    expect(text).toBe("0123");
  });

  it("may be exactly as long as the cap, which a request can move", async () => {
    const site = await http((_request, response) => response.end("0123456789"));
    const fetcher = aFetcher({ limits: { maxBytes: 4 } });

    const response = await fetcher.fetch(site.origin, { maxBytes: 10 });

    expect(await textOf(response)).toBe("0123456789");
  });

  it("closes its connection when the reader leaves early", async () => {
    const site = await tcp((socket) => {
      socket.once("data", () => writeForever(socket, head(200)));
    });
    const response = await aFetcher().fetch(site.origin);
    const closed = untilClosed(site.connections[0]!);

    for await (const chunk of response.body) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }

    await closed;
  });

  it("closes its connection when it is discarded, and can't be read then", async () => {
    const site = await raw("HTTP/1.1 200 OK\r\n\r\nabc", { end: false });
    const response = await aFetcher().fetch(site.origin);
    const closed = untilClosed(site.connections[0]!);

    response.discard();

    await closed;
    await expect(textOf(response)).rejects.toThrow(TypeError);
  });

  it("can't be read twice", async () => {
    const site = await http((_request, response) => response.end("once"));
    const response = await aFetcher().fetch(site.origin);
    await textOf(response);

    await expect(textOf(response)).rejects.toThrow(TypeError);
  });

  it("fails with connection_error when it ends before its length", async () => {
    const site = await raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");

    const error = await failureOf(aFetcher().fetch(site.origin).then(textOf));

    expect(error.code).toBe("connection_error");
  });

  it("ends where its length says, and tells that more came", async () => {
    const site = await raw("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef", { end: false });
    const honest = await raw("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", { end: false });
    const fetcher = aFetcher();

    for (const [{ origin }, hasExcess] of [[site, true] as const, [honest, false] as const]) {
      const response = await fetcher.fetch(origin);

      expect(await textOf(response)).toBe("abc");
      expect(response.hasExcess).toBe(hasExcess);
    }
  });

  it("fails with cancelled, and closes its connection, when the signal aborts", async () => {
    const site = await raw("HTTP/1.1 200 OK\r\n\r\nabc", { end: false });
    const controller = new AbortController();
    const response = await aFetcher().fetch(site.origin, { signal: controller.signal });
    const closed = untilClosed(site.connections[0]!);
    const failure = failureOf(textOf(response));

    controller.abort(new Error("lease lost"));

    const error = await failure;
    expect(error.code).toBe("cancelled");
    expect(error.cause).toEqual(new Error("lease lost"));
    await closed;
  });

  it("of a failure is cut when it is long", async () => {
    let written = 0;
    const site = await tcp((socket) => {
      socket.once("data", () =>
        writeForever(socket, head(404), CHUNK, (bytes) => (written += bytes)),
      );
    });

    const error = await failureOf(aFetcher().fetch(site.origin));

    expect(error.code).toBe("not_found");
    await untilClosed(site.connections[0]!);
    expect(written).toBeLessThan(16 * 1024 * 1024);
  });

  it("of a failure is cut when it does not end", async () => {
    const site = await raw("HTTP/1.1 404 Not Found\r\n\r\nabc", { end: false });

    const error = await failureOf(aFetcher().fetch(site.origin));

    expect(error.code).toBe("not_found");
    await untilClosed(site.connections[0]!);
  });

  it("stays silent when it is cancelled and never read", async () => {
    const site = await raw("HTTP/1.1 200 OK\r\n\r\nabc", { end: false });
    const controller = new AbortController();
    const response = await aFetcher().fetch(site.origin, { signal: controller.signal });
    const closed = untilClosed(site.connections[0]!);

    controller.abort();
    await closed;

    expect((await failureOf(textOf(response))).code).toBe("cancelled");
  });
});
