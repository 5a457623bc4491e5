import type { Scope } from "@sitemap-scanner/contracts";
import { keysOf } from "../../parts/keys-of.ts";

/** What a key may be allowed. */
export const SCOPES: Readonly<Record<Scope, string>> = {
  "scans:read": "see scans, domains, health and metrics",
  "scans:write": "ask for scans, cancel, queue, schedule",
  admin: "everything, also keys, webhooks and queues",
};

export const SCOPE_NAMES = keysOf(SCOPES);
