import { sql, type Kysely } from "kysely";

/**
 * The failed deliveries of the last day are counted with each scrape of the metrics: without an index all
 * deliveries of a month were read for it, and metrics that take over 2 s are taken for a database that is down.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index webhook_deliveries_failed_idx on webhook_deliveries (finished_at)
    where status = 'failed'`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index webhook_deliveries_failed_idx`.execute(db);
}
