import { OPERATIONS, type ApiKey, type NewKey } from "@sitemap-scanner/contracts";
import {
  listApiKeys,
  listAuditEvents,
  revokeApiKey,
  type ApiKeyRow,
  type AuditEventRow,
  type Db,
} from "@sitemap-scanner/database";
import { createKey } from "@sitemap-scanner/pipeline";
import { Router } from "express";
import { secondsOf } from "../interval.ts";
import { decodeIdCursor, encodeIdCursor } from "../http/id-cursor.ts";
import { toListPage } from "../http/list-page.ts";
import { serve } from "../http/serve.ts";
import { nameSubject } from "./audit.ts";
import { toScopes } from "./principal.ts";

const SHOWN = 1_000;

class KeyNotFoundError extends Error {
  override readonly name = "KeyNotFoundError";
  readonly code = "key_not_found";
}

/** Keys, and what was done with those that may do everything. */
export function keyRoutes({ db }: { db: Db }): Router {
  const router = Router();

  serve(router, OPERATIONS.createKey, async ({ body }, res) => {
    const { secret, row } = await createKey(db, {
      owner: body.owner,
      scopes: body.scopes,
      expiresInSeconds: body.expires_in === undefined ? null : secondsOf(body.expires_in),
    });
    nameSubject(res, row.id);
    const created: NewKey = { ...toApiKey(row), key: secret };
    res.status(201).json(created);
  });

  serve(router, OPERATIONS.listKeys, async (_input, res) => {
    const keys = await listApiKeys(db, SHOWN);
    res.json({ data: keys.map(toApiKey) });
  });

  serve(router, OPERATIONS.revokeKey, async ({ params }, res) => {
    const key = await revokeApiKey(db, params.key_id);
    if (!key) throw new KeyNotFoundError(`Cannot find key "${params.key_id}": there is none`);
    nameSubject(res, key.id);
    res.json(toApiKey(key));
  });

  serve(router, OPERATIONS.listAuditEvents, async ({ query: { limit, cursor } }, res) => {
    const beforeId = decodeIdCursor("audit", cursor);
    const events = await listAuditEvents(db, { beforeId, limit: limit + 1 });
    res.json(toListPage(events, limit, { toItem: toAuditEvent, cursorOf: auditCursor }));
  });

  return router;
}

const auditCursor = (event: AuditEventRow) => encodeIdCursor("audit", event.id);

function toApiKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    prefix: row.prefix,
    owner: row.owner,
    scopes: toScopes(row.scopes),
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
  };
}

function toAuditEvent({ at, ...event }: AuditEventRow) {
  return { ...event, at: at.toISOString() };
}
