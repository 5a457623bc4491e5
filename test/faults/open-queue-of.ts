import { openBroker, type Broker } from "@sitemap-scanner/queue";
import { createLogger } from "@sitemap-scanner/runtime";
import { testRedisUrl } from "@sitemap-scanner/testkit";
import type { Backend, Scanner } from "../pipeline/setup.ts";

/** The queue of a scanner's processes, for whoever puts a hand in it. To be closed. */
export function openQueueOf({ env }: Scanner, backend: Backend): Broker {
  return openBroker({
    redisUrl: backend === "redis" ? testRedisUrl() : null,
    databaseUrl: env["DATABASE_URL"] ?? "",
    prefix: env["QUEUE_PREFIX"] ?? "",
    logger: createLogger({ level: "error", service: "test" }),
  });
}
