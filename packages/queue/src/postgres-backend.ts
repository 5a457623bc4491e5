import type { EventEmitter } from "node:events";
import { createPostgresBackend, type BackendFactory, type RedisQueueBackend } from "bullmq";

/** What is inside of BullMQ's back end, and of its connection, and not in its types. */
interface Start {
  waitUntilReady(): Promise<void>;
  readyPromise: Promise<void> | undefined;
}

interface Pool {
  on(event: "connect", listener: (client: EventEmitter) => void): void;
}

/**
 * BullMQ's back end on Postgres, which begins anew when it could not begin.
 *
 * NOTE: BullMQ 6.7 remembers the outcome of its first connection for good. A queue or worker that first
 * meets a database that is away would fail with that one error for ever, while its process looks alive.
 */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- BullMQ's classes are typed by their back end, Redis by default; we use what both have
export const postgresBackend = ((...args: Parameters<typeof createPostgresBackend>) => {
  const backend = createPostgresBackend(...args);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has what Start says, unseen
  const start = backend as unknown as Start & { connection: Start & { pool: Pool } };
  // A client that breaks while it is in use tells so by itself too, which nobody hears: it would end us.
  start.connection.pool.on("connect", (client) => client.on("error", () => undefined));
  forgetFailure(start.connection);
  forgetFailure(start);
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
