import { setTimeout as delay } from "node:timers/promises";
import { isDatabaseAway } from "./database-away.ts";
import { openDatabase, type Db } from "./database.ts";
import { listMissingMigrations } from "./missing-migrations.ts";

/** The database is older than the release that is to work on it. */
export class SchemaTooOldError extends Error {
  override readonly name = "SchemaTooOldError";

  constructor(missing: readonly string[]) {
    const amount = missing.length === 1 ? "1 migration" : `${missing.length} migrations`;
    const names = missing.map((name) => `"${name}"`).join(", ");
    super(
      `Cannot start: the database lacks ${amount} of this release (${names}), migrate it first`,
    );
  }
}

export interface SchemaGuard {
  /** Asks no more. */
  close(): Promise<void>;
}

const LOOK_AGAIN_MS = 1_000;

/**
 * Keeps a process from working on a database that is older than its release. A newer one is fine: what
 * releases add to it does not hinder the one before. While the database is away, the process may go on,
 * and `onFailure` is told as soon as it turns out to be too old.
 *
 * @throws SchemaTooOldError
 */
export async function guardSchema(
  databaseUrl: string,
  onFailure: (error: unknown) => void,
): Promise<SchemaGuard> {
  const db = openDatabase({
    url: databaseUrl,
    poolSize: 1,
    applicationName: "sitemap-scanner schema guard",
    statementTimeoutMs: 5_000,
  });
  const closing = new AbortController();
  let watching: Promise<void> | undefined;

  async function watch(): Promise<void> {
    try {
      do await delay(LOOK_AGAIN_MS, undefined, { signal: closing.signal });
      while (!(await isProven(db)));
    } catch (error) {
      if (!closing.signal.aborted) onFailure(error);
    }
  }

  async function close(): Promise<void> {
    closing.abort();
    await watching;
    await db.destroy();
  }

  try {
    if (!(await isProven(db))) watching = watch();
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

/** False while nothing can be said, as the database is away. */
async function isProven(db: Db): Promise<boolean> {
  let missing: string[];
  try {
    missing = await listMissingMigrations(db);
  } catch (error) {
    if (isDatabaseAway(error)) return false;
    throw error;
  }
  if (missing.length > 0) throw new SchemaTooOldError(missing);
  return true;
}
