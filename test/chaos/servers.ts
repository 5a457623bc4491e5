import { once } from "node:events";
import { connect } from "node:net";
import {
  startPostgres,
  startRedis,
  startTcpProxy,
  type TcpProxy,
  type TestPostgres,
  type TestRedis,
} from "@sitemap-scanner/testkit";
import { Client, Pool } from "pg";

const ROLE = "scanner";
const PASSWORD = "scanner";
const DATABASE = "chaos";

/** A private Postgres behind a proxy. The processes are no superusers; the harness is, and goes past the proxy. */
export interface PostgresServer {
  proxy: TcpProxy;
  /** By way of the proxy. */
  url: string;
  /** The same user, past the proxy. */
  directUrl: string;
  /** Asks as a superuser, past the proxy; writes also while the server is read-only. */
  query<T>(text: string, values?: readonly unknown[]): Promise<T[]>;
  /** A connection of a fault's own; it ends it itself. */
  connect(url?: string): Promise<Client>;
  /** `fast` breaks transactions off in good order, `immediate` leaves a recovery to the start. */
  restart(how: "fast" | "immediate"): Promise<void>;
  close(): Promise<void>;
}

export async function startPostgresServer(): Promise<PostgresServer> {
  // The harness ends it at once, so what is committed must be on its way to the disk by then.
  const settings = { synchronous_commit: "on", max_connections: "150" };
  let server: TestPostgres = await startPostgres({ settings });
  const { dataDir, port } = server;
  await withClient(clientOf(server.url), async (client) => {
    await client.query(`create role ${ROLE} login password '${PASSWORD}'`);
    await client.query(`create database ${DATABASE} owner ${ROLE}`);
  });
  const proxy = await startTcpProxy({ target: `127.0.0.1:${port}` });
  const directUrl = `postgres://${ROLE}:${PASSWORD}@127.0.0.1:${port}/${DATABASE}`;
  const pool = new Pool({
    connectionString: server.databaseUrl(DATABASE),
    application_name: "chaos",
    options: "-c default_transaction_read_only=off",
    max: 8,
    connectionTimeoutMillis: 5_000,
    query_timeout: 15_000,
  });
  // The pool replaces what a restart has broken.
  pool.on("error", () => undefined);

  return {
    proxy,
    url: proxy.through(directUrl),
    directUrl,
    async query<T>(text: string, values: readonly unknown[] = []) {
      return (await pool.query(text, [...values])).rows as T[];
    },
    async connect(url = server.databaseUrl(DATABASE)) {
      const client = clientOf(url);
      client.on("error", () => undefined);
      await client.connect();
      return client;
    },
    async restart(how) {
      process.kill(server.pid, how === "fast" ? "SIGINT" : "SIGQUIT");
      await server.exited;
      server = await startPostgres({ dataDir, port, settings });
    },
    async close() {
      await pool.end();
      await proxy.close();
      await server.stop();
    },
  };
}

function clientOf(url: string): Client {
  return new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
}

async function withClient(client: Client, work: (client: Client) => Promise<void>): Promise<void> {
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** A private Redis behind a proxy. */
export interface RedisServer {
  proxy: TcpProxy;
  url: string;
  directUrl: string;
  /** Ends it with all it held. */
  stop(how: "orderly" | "killed"): Promise<void>;
  flushAll(): Promise<void>;
  /** Starts it again, empty, at the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function startRedisServer(): Promise<RedisServer> {
  let server: TestRedis = await startRedis();
  const { port, url: directUrl } = server;
  const proxy = await startTcpProxy({ target: `127.0.0.1:${port}` });
  return {
    proxy,
    url: proxy.through(directUrl),
    directUrl,
    stop: (how) => (how === "orderly" ? server.stop() : server.kill()),
    async flushAll() {
      const socket = connect({ host: "127.0.0.1", port });
      socket.write("FLUSHALL\r\n");
      await once(socket, "data");
      socket.destroy();
    },
    async start() {
      server = await startRedis({ port });
    },
    async close() {
      await proxy.close();
      await server.stop();
    },
  };
}
