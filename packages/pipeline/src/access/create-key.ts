import type { Scope } from "@sitemap-scanner/contracts";
import { insertApiKey, type ApiKeyRow, type Db } from "@sitemap-scanner/database";
import { generateApiKey, hashSecret, prefixOf } from "./api-key.ts";

export interface KeyRequest {
  /** Becomes `created_by` of what is asked for with the key. */
  owner: string;
  scopes: readonly Scope[];
  /** Null: it does not expire. */
  expiresInSeconds: number | null;
}

/** Makes a key. This answer is the only place where the secret itself ever stands. */
export async function createKey(
  db: Db,
  request: KeyRequest,
): Promise<{ secret: string; row: ApiKeyRow }> {
  const secret = generateApiKey();
  const row = await insertApiKey(db, {
    ...request,
    prefix: prefixOf(secret),
    sha256: hashSecret(secret),
  });
  return { secret, row };
}
