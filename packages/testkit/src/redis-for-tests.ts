import { canInstallPackages, installDebianPackage } from "./install-debian-package.ts";
import { findRedisServer, startRedis } from "./redis.ts";

/**
 * The Redis of a test run: a private one; else the one that REDIS_URL names; else, as root on
 * Debian, a private one after installing the program.
 *
 * @throws Error with the sentence that says what to install
 */
export async function chooseRedisUrl(): Promise<string> {
  if (await findRedisServer()) return (await startRedis()).url;
  const { REDIS_URL } = process.env;
  if (REDIS_URL !== undefined && REDIS_URL !== "") return REDIS_URL;
  if (await canInstallPackages()) {
    await installRedis();
    return (await startRedis()).url;
  }
  throw new Error(
    "Cannot run the tests: they need a Redis. " +
      "Install redis-server or valkey-server, or set REDIS_URL to a Redis that tests may write to",
  );
}

async function installRedis(): Promise<void> {
  try {
    await installDebianPackage("redis-server");
  } catch (cause) {
    throw new Error("Cannot install Redis: install redis-server or valkey-server by hand", {
      cause,
    });
  }
}
