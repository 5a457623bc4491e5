import type { ApiKey } from "@sitemap-scanner/contracts";

/** Whether a key is worth anything at a moment, in ms. */
export function stateOfKey(
  { revoked_at: revokedAt, expires_at: expiresAt }: Pick<ApiKey, "revoked_at" | "expires_at">,
  now: number,
): "usable" | "revoked" | "expired" {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && Date.parse(expiresAt) <= now ? "expired" : "usable";
}
