import { sql, type Selectable } from "kysely";
import type { Db } from "../database.ts";
import type { ApiKeys } from "../schema/generated.ts";

/** A key as it may be shown: never with its hash. */
export type ApiKeyRow = Omit<Selectable<ApiKeys>, "sha256">;

export interface NewApiKey {
  prefix: string;
  sha256: Buffer;
  owner: string;
  scopes: readonly string[];
  /** Null: it does not expire. */
  expiresInSeconds: number | null;
}

const SHOWN = [
  "id",
  "prefix",
  "owner",
  "scopes",
  "created_at",
  "expires_at",
  "revoked_at",
  "last_used_at",
] as const;

export function insertApiKey(db: Db, key: NewApiKey): Promise<ApiKeyRow> {
  const seconds = key.expiresInSeconds;
  return db
    .insertInto("api_keys")
    .values({
      prefix: key.prefix,
      sha256: key.sha256,
      owner: key.owner,
      scopes: [...key.scopes],
      expires_at: seconds === null ? null : sql<Date>`now() + make_interval(secs => ${seconds})`,
    })
    .returning(SHOWN)
    .executeTakeFirstOrThrow();
}

/** The key with this hash, while it is neither revoked nor expired. */
export function findUsableApiKey(db: Db, sha256: Buffer): Promise<ApiKeyRow | undefined> {
  return selectUsable(db).where("sha256", "=", sha256).executeTakeFirst();
}

/** The key of a session that has not expired, while that key can be used. */
export function findApiKeyOfSession(db: Db, sha256: Buffer): Promise<ApiKeyRow | undefined> {
  return selectUsable(db)
    .where("id", "=", (eb) =>
      eb
        .selectFrom("sessions")
        .select("key_id")
        .where("sessions.sha256", "=", sha256)
        .where("sessions.expires_at", ">", sql<Date>`now()`),
    )
    .executeTakeFirst();
}

/** Whether there is anybody who could use the API. */
export async function hasUsableApiKey(db: Db): Promise<boolean> {
  return (await selectUsable(db).limit(1).executeTakeFirst()) !== undefined;
}

/** To the minute: one write a minute for each key is enough. */
export async function noteApiKeyUse(db: Db, id: string): Promise<void> {
  await sql`
    update api_keys set last_used_at = now()
    where id = ${id}::uuid and (last_used_at is null or last_used_at < now() - interval '1 minute')`.execute(
    db,
  );
}

/** Newest first. */
export function listApiKeys(db: Db, limit: number): Promise<ApiKeyRow[]> {
  return db
    .selectFrom("api_keys")
    .select(SHOWN)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** The key as it is now, revoked at the latest now; `undefined` when there is none. */
export function revokeApiKey(db: Db, id: string): Promise<ApiKeyRow | undefined> {
  return db
    .updateTable("api_keys")
    .set((eb) => ({ revoked_at: eb.fn.coalesce("revoked_at", sql<Date>`now()`) }))
    .where("id", "=", id)
    .returning(SHOWN)
    .executeTakeFirst();
}

function selectUsable(db: Db) {
  return db
    .selectFrom("api_keys")
    .select(SHOWN)
    .where("revoked_at", "is", null)
    .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", sql<Date>`now()`)]));
}
