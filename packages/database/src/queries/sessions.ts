import { sql } from "kysely";
import type { Db } from "../database.ts";

/** Old sessions taken away for each new one, at most: so the table cannot grow for ever. */
const SWEPT = 100;

export async function insertSession(
  db: Db,
  session: { sha256: Buffer; keyId: string; lifeSeconds: number },
): Promise<void> {
  await sql`
    delete from sessions where sha256 in (
      select sha256 from sessions where expires_at < now() limit ${SWEPT} for update skip locked)`.execute(
    db,
  );
  await sql`
    insert into sessions (sha256, key_id, expires_at)
    values (${session.sha256}, ${session.keyId}::uuid, now() + make_interval(secs => ${session.lifeSeconds}))`.execute(
    db,
  );
}

export async function deleteSession(db: Db, sha256: Buffer): Promise<void> {
  await db.deleteFrom("sessions").where("sha256", "=", sha256).execute();
}
