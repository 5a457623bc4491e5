import type { WebhookEvent } from "@sitemap-scanner/contracts";
import { keysOf } from "../../parts/keys-of.ts";

/** What an endpoint may be told of, and when that is. */
export const WEBHOOK_EVENTS: Readonly<Record<WebhookEvent, string>> = {
  "scan.complete": "a scan is complete",
  "scan.failed": "a scan has failed",
  "domain.changed": "pages were new, changed or gone",
};

export const EVENT_NAMES = keysOf(WEBHOOK_EVENTS);
