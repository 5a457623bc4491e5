import type { WebhookEvent } from "@sitemap-scanner/contracts";

/** What an endpoint may be told of, and when that is. */
export const WEBHOOK_EVENTS: Readonly<Record<WebhookEvent, string>> = {
  "scan.complete": "a scan is complete",
  "scan.failed": "a scan has failed",
  "domain.changed": "pages were new, changed or gone",
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- these are its keys, and it is a constant
export const EVENT_NAMES = Object.keys(WEBHOOK_EVENTS) as WebhookEvent[];
