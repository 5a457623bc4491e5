import { Migrator, NO_MIGRATIONS, type MigrationResultSet } from "kysely/migration";
import { openDatabase, type Db } from "./database.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import { listMissingMigrations } from "./missing-migrations.ts";

/** A migration failed; the database is as it was before, since all of them share a transaction. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

/**
 * Brings a database to the newest schema. Safe to call from many processes at once: Kysely's
 * migrator holds an advisory lock, and late comers find nothing left to do. One that a newer release has
 * migrated is left as it is, so that a release can be taken back.
 *
 * @returns the names of the migrations that ran, in order
 * @throws MigrationError naming the migration that failed
 */
export function migrateToLatest(databaseUrl: string): Promise<string[]> {
  return migrate(databaseUrl, async (migrator, db) => {
    // Kysely itself refuses a history with names that it does not know.
    const isDone = (await listMissingMigrations(db)).length === 0;
    return isDone ? { results: [] } : migrator.migrateToLatest();
  });
}

/** Takes every migration back, newest first. Everything stored is lost. */
export function migrateToNothing(databaseUrl: string): Promise<string[]> {
  return migrate(databaseUrl, (migrator) => migrator.migrateTo(NO_MIGRATIONS));
}

async function migrate(
  databaseUrl: string,
  run: (migrator: Migrator, db: Db) => Promise<MigrationResultSet>,
): Promise<string[]> {
  const db: Db = openDatabase({
    url: databaseUrl,
    poolSize: 2,
    applicationName: "sitemap-scanner migrate",
    // Waiting for another process's migrations is what a late comer is here for.
    statementTimeoutMs: 10 * 60_000,
    lockTimeoutMs: 10 * 60_000,
  });
  try {
    const provider = { getMigrations: () => Promise.resolve(MIGRATIONS) };
    const { error, results = [] } = await run(new Migrator({ db, provider }), db);
    if (error !== undefined) {
      const failed = results.find((result) => result.status === "Error");
      const what = failed ? `"${failed.migrationName}" failed` : "none was begun";
      throw new MigrationError(`Cannot migrate the database: ${what}`, { cause: error });
    }
    return results.map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}
