import { sql } from "kysely";
import type { Db } from "./database.ts";
import { MIGRATIONS } from "./migrations/index.ts";

/**
 * The migrations of this release that the database lacks, in order. Those that it has beyond them, from a
 * newer release, do not matter here.
 */
export async function listMissingMigrations(db: Db): Promise<string[]> {
  const { rows: tables } = await sql<{ is_there: boolean }>`
    select to_regclass('kysely_migration') is not null as is_there`.execute(db);
  if (tables[0]?.is_there !== true) return Object.keys(MIGRATIONS);
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const present = new Set(rows.map((row) => row.name));
  return Object.keys(MIGRATIONS).filter((name) => !present.has(name));
}
