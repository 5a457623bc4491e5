import { sql, type Kysely } from "kysely";

/** Partial: messages in a relay's hands are few, and each claim counts them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index outbox_claimed_idx on outbox (claimed_until)
      where published_at is null and claimed_until is not null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index outbox_claimed_idx`.execute(db);
}
