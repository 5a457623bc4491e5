import { sql } from "kysely";
import type { Db } from "../database.ts";

/** A request that its sender names, to have it done once however often it is sent. */
export interface NamedRequest {
  owner: string;
  key: string;
  /** Of what is asked for. */
  sha256: Buffer;
}

/** What is known of a name that somebody uses already. */
export interface UsedKey {
  request_sha256: Buffer;
  /** Null while the first one is being answered. */
  response_status: number | null;
  response_body: unknown;
  response_location: string | null;
}

export interface KeptAnswer {
  status: number;
  body: unknown;
  location: string | null;
}

/** Expired names taken away with each new one, at most. */
const SWEPT = 20;

/**
 * Takes a name for a minute; `true` when it is ours. A name whose first user never answered, or that
 * has expired, is free again.
 */
export async function claimIdempotencyKey(db: Db, request: NamedRequest): Promise<boolean> {
  await sql`
    delete from idempotency_keys where (owner, key) in (
      select owner, key from idempotency_keys where expires_at < now()
      order by expires_at limit ${SWEPT} for update skip locked)`.execute(db);
  const { rows } = await sql`
    insert into idempotency_keys (owner, key, request_sha256)
    values (${request.owner}, ${request.key}, ${request.sha256})
    on conflict (owner, key) do update
      set locked_until = default, request_sha256 = excluded.request_sha256, response_status = null,
          response_body = null, response_location = null, created_at = now(), expires_at = default
      where idempotency_keys.expires_at < now()
        or (idempotency_keys.response_status is null and idempotency_keys.locked_until < now()
            and idempotency_keys.request_sha256 = excluded.request_sha256)
    returning 1`.execute(db);
  return rows.length > 0;
}

export function findIdempotencyKey(
  db: Db,
  { owner, key }: Pick<NamedRequest, "owner" | "key">,
): Promise<UsedKey | undefined> {
  return db
    .selectFrom("idempotency_keys")
    .select(["request_sha256", "response_status", "response_body", "response_location"])
    .where("owner", "=", owner)
    .where("key", "=", key)
    .executeTakeFirst();
}

/**
 * Keeps an answer to be given again; in the transaction of what was done, if there is one.
 *
 * @returns whether it is kept: a name that took over a minute may have been taken, and answered, by another
 */
export async function keepIdempotentAnswer(
  db: Db,
  { owner, key, sha256 }: NamedRequest,
  answer: KeptAnswer,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update idempotency_keys
    set response_status = ${answer.status}, response_body = ${JSON.stringify(answer.body)}::jsonb,
        response_location = ${answer.location}
    where owner = ${owner} and key = ${key} and request_sha256 = ${sha256}
      and response_status is null`.execute(db);
  return numAffectedRows === 1n;
}

/** Gives up a name whose request was not done, so that it can be sent again. */
export async function releaseIdempotencyKey(
  db: Db,
  { owner, key, sha256 }: NamedRequest,
): Promise<void> {
  await sql`
    delete from idempotency_keys
    where owner = ${owner} and key = ${key} and request_sha256 = ${sha256} and response_status is null`.execute(
    db,
  );
}
