import type { BackendFactory, RedisQueueBackend, WorkerOptions } from "bullmq";
import { postgresBackend, SILENCE_MS } from "./postgres-backend.ts";
import { watchedSocket } from "./watched-socket.ts";

export interface BrokerAddress {
  /** Null: BullMQ runs on the database instead, in its schema `bullmq`. */
  redisUrl: string | null;
  databaseUrl: string;
  /** Begins every Redis key, so that several systems can share one Redis. */
  prefix: string;
}

/** What every BullMQ object is built with: the only place where the two back ends differ. */
export interface BrokerConnection {
  kind: "redis" | "postgres";
  producer: { connection: object; prefix: string };
  consumer: { connection: object; prefix: string };
  backend: BackendFactory<RedisQueueBackend> | undefined;
  /** Seconds an idle worker may wait before it looks for itself. */
  drainDelay: number;
  /** Up to how many rings are made one by one; more are made at once. */
  fewRings: number;
  /** Long enough to look at in the dashboard; the history proper is in job_events. */
  retention: Pick<WorkerOptions, "removeOnComplete" | "removeOnFail">;
}

export function brokerConnection(address: BrokerAddress): BrokerConnection {
  return address.redisUrl === null
    ? onPostgres(address)
    : onRedis(address.redisUrl, address.prefix);
}

function onRedis(url: string, prefix: string): BrokerConnection {
  const common = {
    url,
    connectTimeout: 5_000,
    // Its timer outlives the connection, and holds up the end of a process that had none.
    disconnectTimeout: 200,
    keepAlive: 10_000,
    // A connection that a firewall has forgotten; longer than a worker waits in one command.
    socketTimeout: 8_000,
    retryStrategy: reconnectDelay,
  };
  return {
    kind: "redis",
    // A producer fails at once while Redis is away, since the outbox keeps what it could not say.
    producer: {
      connection: { ...common, enableOfflineQueue: false, maxRetriesPerRequest: 1 },
      prefix,
    },
    consumer: { connection: { ...common, maxRetriesPerRequest: null }, prefix },
    backend: undefined,
    drainDelay: 5,
    fewRings: 0,
    retention: keepAnswered(1_000),
  };
}

function onPostgres({ databaseUrl, prefix }: BrokerAddress): BrokerConnection {
  const connection = {
    connectionString: databaseUrl,
    application_name: "sitemap-scanner broker",
    max: 5,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    stream: () => watchedSocket(SILENCE_MS),
    schema: "bullmq",
    // BullMQ migrates under its own advisory lock, so any number of processes may start at once.
    migrate: true,
  };
  return {
    kind: "postgres",
    producer: { connection, prefix },
    consumer: { connection, prefix },
    backend: postgresBackend,
    // A lost NOTIFY would otherwise leave a worker asleep.
    drainDelay: 1,
    // Each bulk makes and drops four temporary tables, which costs as much as seven single rings.
    fewRings: 5,
    // BullMQ sorts all that it keeps at each answer.
    retention: keepAnswered(100),
  };
}

/** @param count of each outcome, at most */
function keepAnswered(count: number): BrokerConnection["retention"] {
  return { removeOnComplete: { age: 3_600, count }, removeOnFail: { age: 86_400, count } };
}

/** ms before the n-th reconnect: quick at first, so that a short outage costs little. */
function reconnectDelay(times: number): number {
  return Math.min(50 * 2 ** Math.min(times, 10), 2_000);
}
