import { describe, expect, it } from "@jest/globals";
import { isRunning, startRedis, testQueuePrefix, testRedisUrl } from "../src/index.ts";
import { sendToRedis } from "../src/redis.ts";

describe("startRedis()", () => {
  it("starts a Redis of its own that evicts nothing and writes nothing to disk", async () => {
    const redis = await startRedis();

    expect(await redis.send("PING")).toBe("+PONG\r\n");
    expect(await redis.send("CONFIG GET maxmemory-policy")).toContain("noeviction");
    expect(await redis.send("CONFIG GET appendonly")).toContain("no");
    expect(await redis.send("CONFIG GET save")).toBe("*2\r\n$4\r\nsave\r\n$0\r\n\r\n");
    await redis.stop();
  });

  it("comes back empty at the same port", async () => {
    const first = await startRedis();
    await first.send("SET key value");
    await first.kill();
    expect(isRunning(first.pid)).toBe(false);

    const second = await startRedis({ port: first.port });

    expect(second.url).toBe(first.url);
    expect(await second.send("GET key")).toBe("$-1\r\n");
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
    expect(await sendToRedis(Number(new URL(testRedisUrl()).port), "PING")).toBe("+PONG\r\n");
  });
});

describe("testQueuePrefix()", () => {
  it("is another one each time", () => {
    expect(testQueuePrefix()).not.toBe(testQueuePrefix());
  });
});
