import { sql, type Kysely } from "kysely";

/** A task that was cancelled while a worker was at it: when that worker said that it has let go. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table tasks add column let_go_at timestamptz`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table tasks drop column let_go_at`.execute(db);
}
