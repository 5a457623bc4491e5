import {
  insertAuditEvent,
  settleAuditEvent,
  type ApiKeyRow,
  type Db,
} from "@sitemap-scanner/database";
import { createKey, type KeyRequest } from "./create-key.ts";

/**
 * Makes a key for who has the database itself, such as the first one. It leaves the row of an administrative
 * act, as one that the API makes does.
 *
 * @param actor which program makes it
 */
export async function createKeyByHand(
  db: Db,
  actor: string,
  request: KeyRequest,
): Promise<{ secret: string; row: ApiKeyRow }> {
  const act = { actor, keyId: null, action: "createKey", subject: null, requestId: null };
  const auditId = await insertAuditEvent(db, act);
  const made = await createKey(db, request);
  await settleAuditEvent(db, auditId, { status: 201, subject: made.row.id });
  return made;
}
