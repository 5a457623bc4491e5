import { sql, type Kysely } from "kysely";

/** When each background loop last did what it is for, in whichever process: a loop that stops is seen. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table loops (
      name text constraint loops_pkey primary key,
      begun_at timestamptz,
      succeeded_at timestamptz default now(),
      detail jsonb not null default '{}',
      constraint loops_name_check check (name in ('relay', 'reconciler', 'intake', 'canary'))
    ) with (fillfactor = 50)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table loops`.execute(db);
}
