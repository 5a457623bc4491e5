import { sql } from "kysely";
import type { Db } from "../database.ts";

/** A background loop of which one must succeed now and then, in whichever process. */
export type LoopName = "relay" | "reconciler" | "intake" | "canary" | "retention";

/** Notes that a loop has done what it is for. What its detail says besides stays. */
export async function recordLoop(db: Db, name: LoopName, detail: object = {}): Promise<void> {
  await sql`
    insert into loops (name, detail) values (${name}, ${JSON.stringify(detail)}::jsonb)
    on conflict (name) do update set succeeded_at = now(), detail = loops.detail || excluded.detail`.execute(
    db,
  );
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

/** What a loop does not do with each pass, in whichever process; the detail says when it was last done. */
export interface LoopPart {
  loop: LoopName;
  part: string;
}

export async function isPartDue(
  db: Db,
  { loop, part }: LoopPart,
  everyMs: number,
): Promise<boolean> {
  const { rows } = await sql<{ recent: boolean | null }>`
    select (detail ->> ${part})::timestamptz > now() - ${everyMs}::float8 * interval '1 millisecond' as recent
    from loops where name = ${loop}`.execute(db);
  return rows[0]?.recent !== true;
}

/** Notes that the part is done; that says nothing of the loop. */
export async function notePartDone(db: Db, { loop, part }: LoopPart): Promise<void> {
  await sql`
    insert into loops (name, succeeded_at, detail) values (${loop}, null, jsonb_build_object(${part}::text, now()))
    on conflict (name) do update set detail = loops.detail || excluded.detail`.execute(db);
}
