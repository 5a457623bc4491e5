import type { Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { Outcome } from "@sitemap-scanner/contracts";
import type { CertificateName } from "./certificates.ts";
import { writeForever } from "./hostile-writes.ts";
import { expectBounded, type Gauge, startGauge } from "./measure.ts";
import { setup } from "./setup.ts";

const { http, https, raw, tcp, tearDown } = setup();
afterEach(tearDown);

let gauge: Gauge;
beforeAll(async () => {
  gauge = await startGauge();
});
afterAll(() => gauge.close());

const OK = "HTTP/1.1 200 OK\r\n";

type Hangs = (socket: Socket) => void;
const HANGS: [how: string, hang: Hangs][] = [
  ["ends", (socket) => socket.end()],
  ["resets", (socket) => socket.resetAndDestroy()],
];

/** Writes a beginning, and hangs up when it is sent. */
function breakOff(socket: Socket, beginning: string, hang: Hangs): void {
  socket.write(beginning, () => hang(socket));
}

const STAGES: [when: string, beginning: string, outcomes: Outcome[]][] = [
  ["before it answers", "", ["connection_error"]],
  ["within the status line", "HTTP/1.1 2", ["connection_error", "protocol_error"]],
  ["within the headers", `${OK}X-Cut: a`, ["connection_error", "protocol_error"]],
  ["within the body", `${OK}Content-Length: 9\r\n\r\nabc`, ["connection_error"]],
  ["within a chunk", `${OK}Transfer-Encoding: chunked\r\n\r\n9\r\nabc`, ["connection_error"]],
];

describe("fetch() of a server that hangs up", () => {
  it.each(
    STAGES.flatMap(([when, beginning, outcomes]) =>
      HANGS.map(([how, hang]) => ({ when, how, beginning, hang, outcomes })),
    ),
  )("and $how $when", async ({ beginning, hang, outcomes }) => {
    const site = await tcp((socket) => {
      socket.once("data", () => breakOff(socket, beginning, hang));
    });

    const measured = await gauge.measure({ url: site.origin });

    expectBounded(measured, { code: outcomes, withinMs: 3_000 });
  });

  it.each(HANGS)("%s as soon as it is connected", async (_how, hang) => {
    const site = await tcp(hang);

    const measured = await gauge.measure({ url: site.origin });

    expectBounded(measured, { code: "connection_error", withinMs: 3_000 });
  });

  it("has no length to tell by, and is taken for done", async () => {
    const site = await raw(`${OK}\r\nabc`);

    const measured = await gauge.measure({ url: site.origin });

    expectBounded(measured, { code: "ok", withinMs: 3_000 });
    expect(measured.bytes).toBe(3);
  });
});

describe("fetch() over TLS", () => {
  it.each<[CertificateName, Outcome]>([
    ["valid", "ok"],
    ["self-signed", "tls_error"],
    ["expired", "tls_error"],
    ["other-host", "tls_error"],
  ])("of a certificate that is %s ends with %s", async (name, code) => {
    let requests = 0;
    const site = await https(name, (_request, response) => {
      requests += 1;
      response.end("abc");
    });

    const measured = await gauge.measure({ url: site.origin });

    expectBounded(measured, { code, withinMs: 3_000 });
    expect(requests).toBe(code === "ok" ? 1 : 0);
  });

  it("refuses plain HTTP on the port of TLS", async () => {
    const site = await http((_request, response) => response.end());

    const measured = await gauge.measure({ url: `https://127.0.0.1:${site.port}/` });

    expectBounded(measured, { code: "tls_error", withinMs: 3_000 });
  });

  it("names TLS on the port of plain HTTP as no HTTP", async () => {
    const site = await https("valid", (_request, response) => response.end());

    const measured = await gauge.measure({ url: `http://127.0.0.1:${site.port}/` });

    expectBounded(measured, { code: ["protocol_error", "connection_error"], withinMs: 3_000 });
  });

  it.each(HANGS)("of a server that %s within the handshake", async (_how, hang) => {
    const site = await tcp((socket) => {
      socket.once("data", () => hang(socket));
    });

    const measured = await gauge.measure({ url: `https://127.0.0.1:${site.port}/` });

    expectBounded(measured, { code: "connection_error", withinMs: 3_000 });
  });

  it.each([
    ["garbage", "SSH-2.0-OpenSSH_9.9\r\n"],
    ["half a record", "\x16\x03\x03\x40\x00\x02"],
    ["an alert", "\x15\x03\x03\x00\x02\x02\x28"],
  ])("of a server that answers the handshake with %s", async (_what, answer) => {
    const site = await tcp((socket) => {
      socket.once("data", () => socket.end(Buffer.from(answer, "latin1")));
    });

    const measured = await gauge.measure({ url: `https://127.0.0.1:${site.port}/` });

    expectBounded(measured, { code: ["tls_error", "connection_error"], withinMs: 3_000 });
  });

  it("of a server that never finishes the handshake", async () => {
    const site = await tcp(() => undefined);
    const limits = { connectMs: 100 };

    const measured = await gauge.measure({ url: `https://127.0.0.1:${site.port}/`, limits });

    expectBounded(measured, { code: "timeout", withinMs: 3_000 });
  });

  it("of a body that is cut without the farewell of TLS", async () => {
    const site = await https("valid", (_request, response) => {
      response.writeHead(200, { "content-length": 9 });
      response.write("abc", () => site.connections.at(-1)?.destroy());
    });

    const measured = await gauge.measure({ url: site.origin });

    expectBounded(measured, { code: "connection_error", withinMs: 3_000 });
  });
});

describe("fetch() of redirects without end", () => {
  it.each([
    ["to itself", () => "/"],
    ["back and forth", (path: string) => (path === "/a" ? "/b" : "/a")],
    ["ever deeper", (path: string) => `${path}a/`],
    [
      "with an ever longer query",
      (path: string) => `${path}${path.includes("?") ? "" : "?"}${"a".repeat(2_000)}`,
    ],
    ["to its own fragments", (path: string) => `${path}#${path.length}`],
  ])("that lead %s", async (_where, next) => {
    const site = await http((request, response) => {
      response.writeHead(301, { location: next(request.url ?? "/") }).end("moved".repeat(1_000));
    });

    const measured = await gauge.measure({ url: `${site.origin}/` });

    expectBounded(measured, { code: "too_many_redirects", withinMs: 5_000 });
  });

  it.each([
    ["a body without end", "HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n", "a".repeat(64 * 1024)],
    ["a Location without end", "HTTP/1.1 302 Found\r\nLocation: /", "a".repeat(64 * 1024)],
  ])("that have %s", async (_what, head, flood) => {
    const site = await tcp((socket) => {
      socket.once("data", () => writeForever(socket, head, flood));
    });

    const measured = await gauge.measure({ url: site.origin });

    expectBounded(measured, { code: ["too_many_redirects", "protocol_error"], withinMs: 5_000 });
  });
});
