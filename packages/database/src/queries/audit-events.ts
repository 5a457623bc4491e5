import type { Selectable } from "kysely";
import type { Db } from "../database.ts";
import type { AuditEvents } from "../schema/generated.ts";

export type AuditEventRow = Selectable<AuditEvents>;

export interface NewAuditEvent {
  actor: string;
  keyId: string | null;
  /** The id of the operation, or method and path. */
  action: string;
  subject: string | null;
  requestId: string | null;
}

/** @returns the id of the row */
export async function insertAuditEvent(db: Db, event: NewAuditEvent): Promise<string> {
  const { id } = await db
    .insertInto("audit_events")
    .values({
      actor: event.actor,
      key_id: event.keyId,
      action: event.action,
      subject: event.subject,
      request_id: event.requestId,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Says how the act ended, and what it was done to where that was not known before. */
export async function settleAuditEvent(
  db: Db,
  id: string,
  { status, subject }: { status: number; subject: string | null },
): Promise<void> {
  await db
    .updateTable("audit_events")
    .set({ status, ...(subject !== null && { subject }) })
    .where("id", "=", id)
    .execute();
}

/** Newest first. */
export function listAuditEvents(
  db: Db,
  { beforeId, limit }: { beforeId?: string | undefined; limit: number },
): Promise<AuditEventRow[]> {
  let query = db.selectFrom("audit_events").selectAll();
  if (beforeId !== undefined) query = query.where("id", "<", beforeId);
  return query.orderBy("id", "desc").limit(limit).execute();
}
