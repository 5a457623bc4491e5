import type { Kysely } from "kysely";
import { replaceInFunction } from "./replace-in-function.ts";

const AT_ONCE = "update domains set";
const AFTER_OTHERS = `perform from domains where id = new.domain_id for no key update;
      update domains set`;

/**
 * The end of a scan waits for whoever has its domain: the intake, which was just linking that scan, had the
 * domain say `processing` for good, since the end still saw it `queued` and left it alone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await replaceInFunction(db, "jobs_after_change", AT_ONCE, AFTER_OTHERS);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await replaceInFunction(db, "jobs_after_change", AFTER_OTHERS, AT_ONCE);
}
