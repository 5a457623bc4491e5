import { afterEach, describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { boundBodyTime, giveBodyTime } from "../src/http/body-time.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that echoes bodies, each of which has 100 ms, and on `/long` more. */
async function openTo(path: string): Promise<Socket> {
  const server = createServer((req, res) => {
    boundBodyTime(req, res, 100);
    if (path === "/long") giveBodyTime(req, 60_000);
    req.on("error", () => {});
    text(req).then(
      (body) => res.end(body),
      () => res.destroy(),
    );
  });
  servers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  const address = server.address();
  const socket = connect(typeof address === "object" ? (address?.port ?? 0) : 0, "127.0.0.1");
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab`);
  return socket;
}

describe("the time for a body", () => {
  it("ends, and then the connection is cut", async () => {
    const answer = await text(await openTo("/"));

    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it("is longer where an operation gives more", async () => {
    const [short, long] = await Promise.all([openTo("/"), openTo("/long")]);
    await text(short);

    long.end("cd");

    expect(await text(long)).toMatch(/^HTTP\/1\.1 200 [^]*abcd/);
  });
});
