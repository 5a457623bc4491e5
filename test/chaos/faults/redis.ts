import type { TcpFaults } from "@sitemap-scanner/testkit";
import type { RedisServer } from "../servers.ts";
import type { Stack } from "../stack.ts";
import type { Fault } from "./fault.ts";

type RedisFault = Omit<Fault, "subject" | "on">;

export const REDIS_FAULTS = {
  redis_down_short: onRedis({ lasts: [300, 1_500], begin: ({ stack }) => comeBackEmpty(stack) }),
  redis_down_long: onRedis({
    lasts: [10_000, 12_000],
    isLong: true,
    begin: ({ stack }) => comeBackEmpty(stack),
  }),
  redis_flushall: onRedis({
    lasts: [0, 0],
    begin: ({ stack }) => redisOf(stack).flushAll(),
  }),
  /** Out of reach, with all it holds. */
  redis_refused: onRedis({
    lasts: [300, 2_000],
    begin: ({ stack }) =>
      broken(stack, async (faults) => {
        await faults.refuse();
        faults.cut();
      }),
  }),
  redis_cut: onRedis({ lasts: [0, 0], begin: ({ stack }) => redisOf(stack).proxy.faults.cut() }),
  redis_half_open: onRedis({
    lasts: [500, 2_500],
    begin: ({ stack }) => broken(stack, (faults) => faults.freeze()),
  }),
  /** As after a firewall forgot every connection: the old ones never say anything again. */
  redis_forgotten: onRedis({
    lasts: [0, 0],
    begin: ({ stack }) => redisOf(stack).proxy.faults.forget(),
  }),
  redis_slow: onRedis({
    lasts: [500, 2_000],
    begin: ({ stack, random }) => broken(stack, (faults) => faults.delay(random.between(50, 400))),
  }),
} satisfies Record<string, Fault>;

function onRedis(fault: RedisFault): Fault {
  return { ...fault, subject: "redis", on: "redis" };
}

function redisOf({ redis }: Stack): RedisServer {
  if (!redis) throw new Error("Cannot break Redis: this run has none");
  return redis;
}

/** It has no persistence, so that what it held is gone. */
async function comeBackEmpty(stack: Stack) {
  const redis = redisOf(stack);
  await redis.proxy.faults.refuse();
  await redis.stop("killed");
  return async () => {
    await redis.start();
    await redis.proxy.faults.heal();
  };
}

async function broken(stack: Stack, breakIt: (faults: TcpFaults) => Promise<void> | void) {
  const { faults } = redisOf(stack).proxy;
  await breakIt(faults);
  return () => faults.heal();
}
