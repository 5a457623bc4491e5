import { WebhookEvent, type Webhook, type WebhookWithSecret } from "@sitemap-scanner/contracts";
import type { WebhookEndpointRow } from "@sitemap-scanner/database";

export function toWebhook(endpoint: WebhookEndpointRow): Webhook {
  const { disabled_at: at, disabled_reason: reason } = endpoint;
  return {
    id: endpoint.id,
    url: endpoint.url,
    events: WebhookEvent.array().parse(endpoint.events),
    description: endpoint.description,
    enabled: at === null,
    disabled: at && reason ? { reason, at: at.toISOString() } : null,
    failing_since: endpoint.failing_since?.toISOString() ?? null,
    old_secret_until: endpoint.old_secret_until?.toISOString() ?? null,
    created_at: endpoint.created_at.toISOString(),
    updated_at: endpoint.updated_at.toISOString(),
  };
}

/** For whoever made it or has just had its secret changed, and for nobody else. */
export function toWebhookWithSecret(endpoint: WebhookEndpointRow): WebhookWithSecret {
  return { ...toWebhook(endpoint), secret: endpoint.secret };
}
