import type { Db } from "@sitemap-scanner/database";
import { sql } from "kysely";

export interface HeldLock {
  /** May be called again. */
  release(): Promise<void>;
}

/** As a session of psql that has begun a transaction and is left open. */
export async function lockRow(
  db: Db,
  row: { table: string; key: string; id: string },
): Promise<HeldLock> {
  const tx = await db.startTransaction().execute();
  await sql`select from ${sql.table(row.table)} where ${sql.ref(row.key)} = ${row.id} for update`.execute(
    tx,
  );
  return {
    release: async () => {
      if (!tx.isCommitted && !tx.isRolledBack) await tx.rollback().execute();
    },
  };
}
