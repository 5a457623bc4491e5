import { execFile } from "node:child_process";
import { access, rm, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { findProgram } from "./find-program.ts";
import { findRedisServer, startRedis } from "./redis.ts";

const run = promisify(execFile);

/** Debian asks this script whether an installation may start services: 101 means no. */
const SERVICE_POLICY = "/usr/sbin/policy-rc.d";

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
  if (process.getuid?.() === 0 && (await findProgram("apt-get"))) {
    await installRedis();
    return (await startRedis()).url;
  }
  throw new Error(
    "Cannot run the tests: they need a Redis. " +
      "Install redis-server or valkey-server, or set REDIS_URL to a Redis that tests may write to",
  );
}

async function installRedis(): Promise<void> {
  process.stderr.write("The tests need a Redis: installing the Debian package redis-server\n");
  const ownPolicy = !(await exists(SERVICE_POLICY));
  if (ownPolicy) await writeFile(SERVICE_POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    await apt("update");
    await apt("install", "--yes", "--no-install-recommends", "redis-server");
  } catch (cause) {
    throw new Error("Cannot install Redis: install redis-server or valkey-server by hand", {
      cause,
    });
  } finally {
    if (ownPolicy) await rm(SERVICE_POLICY, { force: true });
  }
}

function apt(...args: string[]): Promise<unknown> {
  return run("apt-get", args, { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
