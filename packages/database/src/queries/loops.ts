import { sql } from "kysely";
import type { Db } from "../database.ts";

/** A background loop of which one must succeed now and then, in whichever process. */
export type LoopName = "relay" | "reconciler" | "intake" | "canary" | "retention";

/** Notes that a loop has done what it is for. */
export async function recordLoop(db: Db, name: LoopName, detail: object = {}): Promise<void> {
  await sql`
    insert into loops (name, detail) values (${name}, ${JSON.stringify(detail)}::jsonb)
    on conflict (name) do update set succeeded_at = now(), detail = excluded.detail`.execute(db);
}

/**
 * For a loop that need not run in every process at once: takes the next turn, unless somebody took one
 * less than `withinMs` ago. A turn is no success: one that fails leaves `succeeded_at` as it was.
 */
export async function claimLoop(db: Db, name: LoopName, withinMs: number): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    insert into loops (name, succeeded_at, begun_at) values (${name}, null, now())
    on conflict (name) do update set begun_at = now()
    where loops.begun_at is null or loops.begun_at < now() - ${withinMs}::float8 * interval '1 millisecond'`.execute(
    db,
  );
  return numAffectedRows > 0n;
}
