import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { chooseRedisUrl } from "../src/redis-for-tests.ts";
import { makeTemporaryDirectory } from "../src/run-directory.ts";

const { PATH, REDIS_URL } = process.env;

beforeEach(() => {
  process.env["PATH"] = makeTemporaryDirectory("no-programs");
});
afterEach(() => {
  process.env["PATH"] = PATH;
  if (REDIS_URL === undefined) delete process.env["REDIS_URL"];
  else process.env["REDIS_URL"] = REDIS_URL;
});

describe("chooseRedisUrl()", () => {
  it("takes the Redis of the machine where there is no program to start one", async () => {
    process.env["REDIS_URL"] = "redis://redis.internal:6379";

    expect(await chooseRedisUrl()).toBe("redis://redis.internal:6379");
  });

  it("says what to install where nothing can be had", async () => {
    delete process.env["REDIS_URL"];

    await expect(chooseRedisUrl()).rejects.toThrow(
      "Install redis-server or valkey-server, or set REDIS_URL to a Redis",
    );
  });
});
