import { sql } from "kysely";
import type { Db, Tx } from "./database.ts";

const DEADLOCK_DETECTED = "40P01";
const SERIALIZATION_FAILURE = "40001";
const TRIES = 4;

export interface TransactionOptions {
  /** Waiting for a lock longer than this fails, in ms. Default: as the database was opened. */
  lockTimeoutMs?: number;
}

/**
 * Runs `work` in a transaction. A deadlock or serialization failure rolls it back and runs it again,
 * four times in all; so `work` must have no effect outside of the transaction.
 */
export async function inTransaction<T>(
  db: Db,
  work: (tx: Tx) => Promise<T>,
  { lockTimeoutMs }: TransactionOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(async (tx) => {
        if (lockTimeoutMs !== undefined) await limitLockWaits(tx, lockTimeoutMs);
        return work(tx);
      });
    } catch (error) {
      if (attempt === TRIES || !isConflict(error)) throw error;
    }
  }
}

/** From here to its end, each statement of the transaction may take so long, in ms. */
export async function boundStatements(tx: Db, ms: number): Promise<void> {
  await sql`select set_config('statement_timeout', ${String(ms)}, true)`.execute(tx);
}

async function limitLockWaits(tx: Tx, ms: number): Promise<void> {
  await sql`select set_config('lock_timeout', ${String(Math.ceil(ms))}, true)`.execute(tx);
}

function isConflict(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === DEADLOCK_DETECTED || code === SERIALIZATION_FAILURE;
}
