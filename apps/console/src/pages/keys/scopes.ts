import type { Scope } from "@sitemap-scanner/contracts";

/** What a key may be allowed. */
export const SCOPES: Readonly<Record<Scope, string>> = {
  "scans:read": "see scans, domains, health and metrics",
  "scans:write": "ask for scans, cancel, queue, schedule",
  admin: "everything, also keys, webhooks and queues",
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- these are its keys, and it is a constant
export const SCOPE_NAMES = Object.keys(SCOPES) as Scope[];
