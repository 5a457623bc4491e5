import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { migrateToLatest } from "@sitemap-scanner/database";
import { openBroker, type Broker } from "@sitemap-scanner/queue";
import { createLogger } from "@sitemap-scanner/runtime";
import { freePort } from "@sitemap-scanner/testkit";
import type { ChaosOptions } from "./options.ts";
import {
  startPostgresServer,
  startRedisServer,
  type PostgresServer,
  type RedisServer,
} from "./servers.ts";
import { Supervised } from "./supervisor.ts";
import type { Clocks } from "./times.ts";

/** The system under test, and what is broken about it. */
export interface Stack {
  postgres: PostgresServer;
  /** Null when BullMQ runs on Postgres. */
  redis: RedisServer | null;
  apis: ApiProcess[];
  workers: Supervised[];
  /** The queue as somebody in Bull Board has it: past the proxies. */
  broker: Broker;
  close(): Promise<void>;
}

export interface ApiProcess extends Supervised {
  origin: string;
}

export interface StackOptions extends Pick<
  ChaosOptions,
  "backend" | "apis" | "workers" | "mutant" | "logs"
> {
  clocks: Clocks;
}

const PRELOAD = join(import.meta.dirname, "mutants/preload.ts");
const PREFIX = "chaos";

/** Starts everything, and resolves when every process is at work. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { backend, logs } = options;
  if (logs !== undefined) mkdirSync(logs, { recursive: true });
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    const postgres = await startPostgresServer();
    closers.push(() => postgres.close());
    const redis = backend === "redis" ? await startRedisServer() : null;
    if (redis) closers.push(() => redis.close());
    await migrateToLatest(postgres.directUrl);
    await options.mutant?.alterDatabase?.(postgres);

    const env = {
      DATABASE_URL: postgres.url,
      ...(redis && { REDIS_URL: redis.url }),
      QUEUE_PREFIX: PREFIX,
      FETCH_ALLOW_PRIVATE: "127.0.0.0/8",
      ...options.clocks.env,
    };
    const { apis, workers } = await describeProcesses(options, env);
    const processes = [...apis, ...workers];
    closers.push(async () => void (await Promise.all(processes.map((one) => one.close()))));
    // BullMQ on Postgres makes its schema at the first start: one process alone is let do it.
    await apis[0]?.start();
    await Promise.all(processes.slice(1).map((one) => one.start()));

    const logger = createLogger({ level: "error", service: "chaos" });
    const address = { redisUrl: redis?.directUrl ?? null, databaseUrl: postgres.directUrl };
    const broker = openBroker({ ...address, prefix: PREFIX, logger });
    closers.push(() => broker.close());
    return { postgres, redis, apis, workers, broker, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function describeProcesses(options: StackOptions, common: Record<string, string>) {
  const { mutant, logs } = options;
  const nodeArgs = mutant ? ["--import", PRELOAD] : [];
  const ports = await Promise.all(Array.from({ length: options.apis }, () => freePort()));
  const base = {
    ...common,
    CANARY_URL: originOf(ports[0] ?? 0),
    ...(mutant && { MUTANT: mutant.name }),
  };
  const apis = ports.map((port, index): ApiProcess => {
    const program = {
      name: `api-${index + 1}`,
      script: "apps/api/src/main.ts",
      env: { ...base, PORT: String(port) },
      readyLine: /api listening/,
      nodeArgs,
      logs,
    };
    return Object.assign(new Supervised(program), { origin: originOf(port) });
  });
  const workers = Array.from({ length: options.workers }, (_, index) => {
    const name = `worker-${index + 1}`;
    return new Supervised({
      name,
      script: "apps/worker/src/main.ts",
      env: base,
      readyLine: /worker started/,
      nodeArgs,
      logs,
    });
  });
  return { apis, workers };
}

function originOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}
