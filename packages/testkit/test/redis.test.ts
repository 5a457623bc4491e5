import { once } from "node:events";
import { createConnection } from "node:net";
import { describe, expect, it } from "@jest/globals";
import { isRunning, startRedis, testQueuePrefix, testRedisUrl } from "../src/index.ts";

/** Sends one inline command and returns the whole reply to it, as Redis writes it. */
async function send(url: string, command: string): Promise<string> {
  const socket = createConnection({ host: "127.0.0.1", port: Number(new URL(url).port) });
  await once(socket, "connect");
  socket.write(`${command}\r\n`);
  const [reply] = await once(socket, "data");
  socket.destroy();
  return String(reply);
}

describe("startRedis()", () => {
  it("starts a Redis of its own that evicts nothing and writes nothing to disk", async () => {
    const redis = await startRedis();

    expect(await send(redis.url, "PING")).toBe("+PONG\r\n");
    expect(await send(redis.url, "CONFIG GET maxmemory-policy")).toContain("noeviction");
    expect(await send(redis.url, "CONFIG GET appendonly")).toContain("no");
    expect(await send(redis.url, "CONFIG GET save")).toBe("*2\r\n$4\r\nsave\r\n$0\r\n\r\n");
    await redis.stop();
  });

  it("comes back empty at the same port", async () => {
    const first = await startRedis();
    await send(first.url, "SET key value");
    await first.kill();
    expect(isRunning(first.pid)).toBe(false);

    const second = await startRedis({ port: first.port });

    expect(second.url).toBe(first.url);
    expect(await send(second.url, "GET key")).toBe("$-1\r\n");
    await Promise.all([second.stop(), second.stop()]);
    expect(isRunning(second.pid)).toBe(false);
  });

  it("says why it can't start", async () => {
    const { port, stop } = await startRedis();

    await expect(startRedis({ port })).rejects.toThrow(/Address already in use/);
    await stop();
  });
});

describe("testRedisUrl()", () => {
  it("names the Redis of the run", async () => {
    expect(await send(testRedisUrl(), "PING")).toBe("+PONG\r\n");
  });
});

describe("testQueuePrefix()", () => {
  it("is another one each time", () => {
    expect(testQueuePrefix()).not.toBe(testQueuePrefix());
  });
});
