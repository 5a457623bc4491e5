import { ScanEvent, TestEvent, WebhookEvent } from "@sitemap-scanner/contracts";
import type { z } from "zod";
import type { JsonSchema, JsonSchemas } from "./json-schemas.ts";

const HEADER_PARAMETERS = {
  "webhook-id": "Names the event: the same at each attempt and replay.",
  "webhook-timestamp": "When this attempt was made, in seconds since 1970.",
  "webhook-signature": "`v1,` and the signature in base64, once for each secret, parted by spaces.",
};

const WHEN: Readonly<Record<WebhookEvent, string>> = {
  "scan.complete": "A scan is complete",
  "scan.failed": "A scan has failed",
  "domain.changed": "A scan found pages new, changed or gone",
};

/** What is posted to those who asked for it: OpenAPI's `webhooks`. */
export function toWebhooks(schemas: JsonSchemas): Record<string, object> {
  const ofScans = WebhookEvent.options.map((type) => [
    type,
    toWebhook(type, WHEN[type], ScanEvent, schemas),
  ]);
  return {
    ...Object.fromEntries(ofScans),
    "webhook.test": toWebhook("webhook.test", "Somebody tries a webhook", TestEvent, schemas),
  };
}

function toWebhook(type: string, summary: string, event: z.ZodType, schemas: JsonSchemas): object {
  const ofThisType: JsonSchema = { properties: { type: { const: type } } };
  const schema = { allOf: [schemas.of(event, "output"), ofThisType] };
  return {
    post: {
      operationId: `on.${type}`,
      tags: ["Webhooks"],
      summary,
      description: "Signed as Standard Webhooks has it; see `docs/webhooks.md`.",
      security: [],
      parameters: Object.entries(HEADER_PARAMETERS).map(([name, description]) => ({
        name,
        in: "header",
        required: true,
        description,
        schema: { type: "string" },
      })),
      requestBody: { required: true, content: { "application/json": { schema } } },
      responses: {
        "2XX": { description: "Taken. Anything else is tried again later." },
        410: { description: "Send nothing more: the webhook is disabled." },
      },
    },
  };
}
