import { sql, type Kysely } from "kysely";

/**
 * Beside it, `webhook_deliveries_open_idx` was passed over: with 50,000 due deliveries of one endpoint, all of
 * them were read for each of the others at every turn of a relay.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index webhook_deliveries_due_idx`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index webhook_deliveries_due_idx on webhook_deliveries (available_at)
      where status = 'pending'`.execute(db);
}
