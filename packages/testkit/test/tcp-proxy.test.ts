import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { startTcpProxy, type TcpProxy } from "../src/index.ts";

/** A client: what it has received, and how its connection ended. */
function dial(port: number) {
  const socket = connect({ host: "127.0.0.1", port, allowHalfOpen: true });
  let text = "";
  let failure: string | null = null;
  socket.setEncoding("latin1").on("data", (chunk: string) => (text += chunk));
  socket.on("error", ({ code }: NodeJS.ErrnoException) => (failure = code ?? "unknown"));
  const { promise: closed, resolve } = Promise.withResolvers<string | null>();
  socket.once("close", () => resolve(failure));
  const received = async (wanted: string): Promise<number> => {
    const startedAt = performance.now();
    while (!text.includes(wanted)) await once(socket, "data");
    return performance.now() - startedAt;
  };
  return { socket, closed, received, text: () => text };
}

describe("startTcpProxy()", () => {
  let target: Server;
  let targetPort: number;
  let proxy: TcpProxy;
  let arrived: Socket[];
  beforeEach(async () => {
    arrived = [];
    target = createServer({ allowHalfOpen: true }, (socket) => {
      arrived.push(socket);
      socket
        .on("error", () => undefined)
        .on("data", (chunk) => socket.write(`echo ${String(chunk)}`));
      socket.on("end", () => socket.end("goodbye"));
    });
    target.listen(0, "127.0.0.1");
    await once(target, "listening");
    const address = target.address();
    targetPort = typeof address === "object" ? (address?.port ?? 0) : 0;
    proxy = await startTcpProxy({ target: `127.0.0.1:${targetPort}` });
  });
  afterEach(async () => {
    await proxy.close();
    for (const socket of arrived) socket.destroy();
    target.close();
  });

  it("passes bytes both ways, and the end of either side to the other", async () => {
    const client = dial(proxy.port);
    client.socket.write("hello");
    await client.received("echo hello");

    client.socket.end();

    await client.received("goodbye");
    expect(await client.closed).toBeNull();
  });

  it("gives a URL that leads through it", () => {
    expect(proxy.through("postgres://me:secret@127.0.0.1:5432/db")).toBe(
      `postgres://me:secret@127.0.0.1:${proxy.port}/db`,
    );
  });

  it("refuses new connections while the open ones go on, and takes new ones when healed", async () => {
    const before = dial(proxy.port);
    before.socket.write("1");
    await before.received("echo 1");

    await proxy.faults.refuse();

    expect(await dial(proxy.port).closed).toBe("ECONNREFUSED");
    before.socket.write("2");
    await before.received("echo 2");
    await proxy.faults.heal();
    const after = dial(proxy.port);
    after.socket.write("3");
    await after.received("echo 3");
    expect(proxy.connections).toBe(2);
  });

  it("cuts all connections with a reset, on both sides", async () => {
    const clients = [dial(proxy.port), dial(proxy.port)];
    for (const { socket, received } of clients) {
      socket.write("1");
      await received("echo 1");
    }
    const ends = Promise.all(
      arrived.map((socket) => new Promise((end) => socket.once("close", end))),
    );

    proxy.faults.cut();

    expect(await Promise.all(clients.map(({ closed }) => closed))).toEqual([
      "ECONNRESET",
      "ECONNRESET",
    ]);
    await ends;
    expect(proxy.connections).toBe(0);
  });

  it("half-open, accepts and swallows without a word, and delivers it all when healed", async () => {
    const before = dial(proxy.port);
    before.socket.write("1");
    await before.received("echo 1");

    proxy.faults.freeze();
    before.socket.write("2");
    const during = dial(proxy.port);
    await once(during.socket, "connect");
    during.socket.write("3");
    const witness = dial(targetPort);
    witness.socket.write("4");
    await witness.received("echo 4");

    expect([before.text(), during.text()]).toEqual(["echo 1", ""]);
    expect(arrived).toHaveLength(2);
    await proxy.faults.heal();
    await Promise.all([before.received("echo 2"), during.received("echo 3")]);
    witness.socket.destroy();
  });

  it("leaves forgotten connections silent for good while new ones pass", async () => {
    const before = dial(proxy.port);
    before.socket.write("1");
    await before.received("echo 1");

    proxy.faults.forget();
    before.socket.write("2");
    const after = dial(proxy.port);
    after.socket.write("3");
    await after.received("echo 3");
    await proxy.faults.heal();
    after.socket.write("4");
    await after.received("echo 4");

    expect(before.text()).toBe("echo 1");
    expect(before.socket.destroyed).toBe(false);
  });

  it("delays what is said by the latency, each way", async () => {
    const client = dial(proxy.port);
    await once(client.socket, "connect");

    proxy.faults.delay(60);
    client.socket.write("1");

    expect(await client.received("echo 1")).toBeGreaterThanOrEqual(115);
  });

  it("throttles to so many bytes a second", async () => {
    const client = dial(proxy.port);
    proxy.faults.throttle(2_000);
    const startedAt = performance.now();

    client.socket.write(`${"x".repeat(399)}!`);
    await client.received("!");

    // 400 bytes on the way there; the first of them on the way back while the others travel.
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(195);
  });

  it("resets the client when the target is not there", async () => {
    target.close();
    for (const socket of arrived) socket.destroy();

    expect(await dial(proxy.port).closed).toBe("ECONNRESET");
  });

  it("refuses a target without a port", async () => {
    await expect(startTcpProxy({ target: "redis://localhost" })).rejects.toThrow("names no port");
  });
});
