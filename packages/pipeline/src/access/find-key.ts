import {
  findApiKeyOfSession,
  findUsableApiKey,
  insertSession,
  noteApiKeyUse,
  type ApiKeyRow,
  type Db,
} from "@sitemap-scanner/database";
import { randomBytes } from "node:crypto";
import { hashSecret, isApiKey } from "./api-key.ts";

/** How long a browser stays signed in, in seconds. */
export const SESSION_SECONDS = 12 * 3_600;

/** The key, while it can be used; `undefined` says no more than that it cannot. */
export async function findKey(db: Db, secret: string): Promise<ApiKeyRow | undefined> {
  // What is no key of ours need not be looked up.
  const key = isApiKey(secret) ? await findUsableApiKey(db, hashSecret(secret)) : undefined;
  if (key) await noteApiKeyUse(db, key.id);
  return key;
}

/** The key that somebody signed in with, while both key and session last. */
export function findKeyOfSession(db: Db, token: string): Promise<ApiKeyRow | undefined> {
  return findApiKeyOfSession(db, hashSecret(token));
}

/** @returns the token of a new session of the key; only its hash is stored */
export async function openSession(db: Db, keyId: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await insertSession(db, { sha256: hashSecret(token), keyId, lifeSeconds: SESSION_SECONDS });
  return token;
}
