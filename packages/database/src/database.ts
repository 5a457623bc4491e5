import { Kysely, PostgresDialect, type Transaction } from "kysely";
import { Pool } from "pg";
import type { DB } from "./schema/generated.ts";
import { breakForgotten } from "./break-forgotten.ts";

/** The database, or a transaction on it: the caller alone decides what is atomic. */
export type Db = Kysely<DB>;
export type Tx = Transaction<DB>;

export interface DatabaseOptions {
  url: string;
  /** Connections at most. Default 10. */
  poolSize?: number;
  /** Shows in pg_stat_activity, and as `actor` in job_events. */
  applicationName: string;
  /** A query that takes longer is cancelled, in ms. Default 30,000. */
  statementTimeoutMs?: number;
  /** Waiting for a row lock longer than this fails, in ms. Default 10,000. */
  lockTimeoutMs?: number;
  /** A transaction that stands idle for longer is broken off with its locks, in ms. Default 20,000. */
  idleInTransactionTimeoutMs?: number;
  /** Told of errors on idle connections, which the pool replaces by itself. */
  onIdleError?: (error: Error) => void;
}

/** Of every pool that is opened without one of its own, in ms. */
export const STATEMENT_TIMEOUT_MS = 30_000;

/** The server ends a statement that takes too long; who hears nothing of that, and cannot ask, has no server. */
const SILENCE_MARGIN_MS = 5_000;

/**
 * Opens a pool. Nothing is connected until the first query; every wait in it has an end: 5 s for a
 * connection, and the timeouts above for statements, locks and idle transactions.
 */
export function openDatabase(options: DatabaseOptions): Db {
  const { statementTimeoutMs = STATEMENT_TIMEOUT_MS } = options;
  const pool = new Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    application_name: options.applicationName.slice(0, 63),
    connectionTimeoutMillis: 5_000,
    statement_timeout: statementTimeoutMs,
    lock_timeout: options.lockTimeoutMs ?? 10_000,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? 20_000,
    // Who is gone in the middle of a long statement is noticed, and its locks are free.
    options: "-c client_connection_check_interval=5000",
    // By itself it begins after two hours, when firewalls have long forgotten.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  breakForgotten(pool, statementTimeoutMs + SILENCE_MARGIN_MS);
  const onIdleError = options.onIdleError ?? (() => undefined);
  pool.on("error", onIdleError);
  // A client that is checked out reports its broken connection here as well as to the query.
  pool.on("connect", (client) => client.on("error", onIdleError));
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}
