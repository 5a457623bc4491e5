import { z } from "zod";
import { storable } from "./text.ts";
import { SCOPES } from "./operations/operation.ts";

export const Scope = z.enum(SCOPES).meta({ id: "Scope" });

/** A key without its secret. */
export const ApiKey = z
  .object({
    id: z.uuid(),
    /** How the key begins: enough to tell it from others. */
    prefix: z.string(),
    owner: z.string(),
    scopes: z.array(Scope),
    created_at: z.iso.datetime(),
    /** Null: never. */
    expires_at: z.iso.datetime().nullable(),
    revoked_at: z.iso.datetime().nullable(),
    /** To the minute; null: never used. */
    last_used_at: z.iso.datetime().nullable(),
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof ApiKey>;

export const KeyRequest = z
  .strictObject({
    /** Whose it is: becomes `created_by` of the scans asked for with it. */
    owner: storable(z.string().trim().min(1).max(100)),
    scopes: z.array(Scope).min(1).max(SCOPES.length),
    /** Like `12h`, `90d`; absent: it does not expire. */
    expires_in: z
      .string()
      .regex(/^[1-9]\d{0,3}[mhd]$/, "a time like 30m, 12h or 90d")
      .optional(),
  })
  .meta({ id: "KeyRequest" });
export type KeyRequest = z.infer<typeof KeyRequest>;

export const NewKey = ApiKey.extend({
  /** The secret: shown here and never again. */
  key: z.string(),
}).meta({ id: "NewKey" });
export type NewKey = z.infer<typeof NewKey>;

export const KeyList = z.object({ data: z.array(ApiKey) }).meta({ id: "KeyList" });

export const SessionRequest = z
  .strictObject({ key: z.string().max(200) })
  .meta({ id: "SessionRequest" });

/** Who asks, as far as the server can tell. */
export const Session = z
  .object({
    /** Null where access is off. */
    owner: z.string().nullable(),
    scopes: z.array(Scope),
    /** Whether a browser is signed in, rather than a key sent. */
    signed_in: z.boolean(),
  })
  .meta({ id: "Session" });
export type Session = z.infer<typeof Session>;

/** An administrative act. */
export const AuditEvent = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    /** The owner of the key, or who did it where access is off. */
    actor: z.string(),
    key_id: z.uuid().nullable(),
    action: z.string(),
    subject: z.string().nullable(),
    request_id: z.string().nullable(),
    /** The HTTP status it ended with; null: it has not ended, or the server was ended first. */
    status: z.int().nullable(),
  })
  .meta({ id: "AuditEvent" });
export type AuditEvent = z.infer<typeof AuditEvent>;
