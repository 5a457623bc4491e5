import { isNativeError } from "node:util/types";
import { breakForgotten } from "@sitemap-scanner/database";
import { createPostgresBackend, type BackendFactory, type RedisQueueBackend } from "bullmq";
import type { Pool as PgPool } from "pg";

/** What is inside of BullMQ's back end, and of its connection, and not in its types. */
interface Start {
  waitUntilReady(): Promise<void>;
  readyPromise: Promise<void> | undefined;
}

interface Pool extends Pick<PgPool, "on" | "options"> {
  query(...args: unknown[]): Promise<unknown>;
}

/** A connection that is silent for longer than any statement may take, and of which nobody can be asked, is broken. */
export const SILENCE_MS = 35_000;

/** By SQLSTATE: no such schema, table or function. */
const NOT_THERE = new Set(["3F000", "42P01", "42883"]);

/**
 * BullMQ's back end on Postgres, which begins anew when it could not begin, or when what it made is gone.
 *
 * NOTE: BullMQ 6.7 remembers the outcome of its first connection for good. A queue or worker that first
 * meets a database that is away would fail with that one error for ever, while its process looks alive; so
 * would one whose database was dropped and made anew, as its tables are made at the first connection only.
 */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- BullMQ's classes are typed by their back end, Redis by default; we use what both have
export const postgresBackend = ((...args: Parameters<typeof createPostgresBackend>) => {
  const backend = createPostgresBackend(...args);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has what Start says, unseen
  const start = backend as unknown as Start & { connection: Start & { pool: Pool } };
  // A client that breaks while it is in use tells so by itself too, which nobody hears: it would end us.
  start.connection.pool.on("connect", (client) => client.on("error", () => undefined));
  breakForgotten(start.connection.pool, SILENCE_MS);
  forgetFailure(start.connection);
  forgetFailure(start);
  remakeTables(start.connection);
  return backend;
}) as unknown as BackendFactory<RedisQueueBackend>;

function forgetFailure(start: Start): void {
  const waitUntilReady = start.waitUntilReady.bind(start);
  start.waitUntilReady = async () => {
    try {
      await waitUntilReady();
    } catch (error) {
      start.readyPromise = undefined;
      throw error;
    }
  };
}

/** Each query waits until the connection is ready, and to be ready makes the tables that are not there. */
function remakeTables(connection: Start & { pool: Pool }): void {
  const query = connection.pool.query.bind(connection.pool);
  connection.pool.query = async (...args) => {
    try {
      return await query(...args);
    } catch (error) {
      if (isNativeError(error) && "code" in error && NOT_THERE.has(String(error.code)))
        connection.readyPromise = undefined;
      throw error;
    }
  };
}
