import { sql, type Kysely } from "kysely";

/** Changes one place of a function; the rest of it stays as it is, whatever that is. */
export async function replaceInFunction(
  db: Kysely<unknown>,
  name: string,
  before: string,
  after: string,
): Promise<void> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef(${name}::regproc) as definition`.execute(db);
  const parts = (rows[0]?.definition ?? "").split(before);
  if (parts.length !== 2) throw new Error(`Cannot change ${name}: it is another one`);
  await sql.raw(parts.join(after)).execute(db);
}
