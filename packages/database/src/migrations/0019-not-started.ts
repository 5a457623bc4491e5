import { sql, type Kysely } from "kysely";

const LATE = "o.published_at < (now() - '00:01:00'::interval)";
const SOON = "o.published_at < (now() - '00:00:30'::interval)";

/** Standing still is told after 30 s everywhere: a task that nobody starts was told after a minute. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await replaceInView(db, LATE, SOON);
  await replaceInView(db, "over a minute ago", "over 30 s ago");
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await replaceInView(db, "over 30 s ago", "over a minute ago");
  await replaceInView(db, SOON, LATE);
}

/** The rest of the view stays as it is, whatever that is. */
async function replaceInView(db: Kysely<unknown>, before: string, after: string): Promise<void> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_viewdef('invariant_breaches_of_jobs'::regclass) as definition`.execute(db);
  const definition = rows[0]?.definition ?? "";
  if (!definition.includes(before))
    throw new Error(`Cannot change the view: it has no "${before}"`);
  await sql`create or replace view invariant_breaches_of_jobs as ${sql.raw(definition.replaceAll(before, after))}`.execute(
    db,
  );
}
