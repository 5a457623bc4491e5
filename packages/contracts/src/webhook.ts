import { z } from "zod";
import { Job, ListQuery, MAX_URL_LENGTH } from "./scan.ts";
import { storable } from "./text.ts";

/** What an endpoint may be told of. A canary is never told of, nor a scan that was cancelled. */
export const WebhookEvent = z
  .enum(["scan.complete", "scan.failed", "domain.changed"])
  .meta({ id: "WebhookEvent" });
export type WebhookEvent = z.infer<typeof WebhookEvent>;

const Url = storable(z.url({ protocol: /^https?$/ }).max(MAX_URL_LENGTH));
const Events = z
  .array(WebhookEvent)
  .min(1)
  .refine((events) => new Set(events).size === events.length, "each at most once");
const Description = storable(z.string().max(500)).nullable();

export const WebhookRequest = z
  .strictObject({
    url: Url.describe("https, and on the public internet."),
    events: Events,
    description: Description.optional(),
    enabled: z.boolean().optional().describe("Default true."),
  })
  .meta({ id: "WebhookRequest" });
export type WebhookRequest = z.infer<typeof WebhookRequest>;

/** What is absent stays as it is. `enabled: true` lets go of all that waited. */
export const WebhookChange = WebhookRequest.partial().meta({ id: "WebhookChange" });
export type WebhookChange = z.infer<typeof WebhookChange>;

export const Webhook = z
  .object({
    id: z.uuid(),
    url: z.string(),
    events: z.array(WebhookEvent),
    description: z.string().nullable(),
    enabled: z.boolean(),
    /** Null while it is enabled. `gone`: it answered 410. `failing`: every attempt failed for days. */
    disabled: z
      .object({ reason: z.enum(["asked", "gone", "failing"]), at: z.iso.datetime() })
      .nullable(),
    failing_since: z.iso
      .datetime()
      .nullable()
      .describe("Since when every attempt has failed; null when the latest did not."),
    old_secret_until: z.iso
      .datetime()
      .nullable()
      .describe("Until when the secret that was replaced signs as well; null when none does."),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: "Webhook" });
export type Webhook = z.infer<typeof Webhook>;

/** The only time that the secret is shown. */
export const WebhookWithSecret = Webhook.extend({ secret: z.string() }).meta({
  id: "WebhookWithSecret",
});
export type WebhookWithSecret = z.infer<typeof WebhookWithSecret>;

/** `held`: it waits until its endpoint is enabled. */
export const DeliveryStatus = z
  .enum(["held", "pending", "running", "delivered", "failed", "cancelled"])
  .meta({ id: "DeliveryStatus" });
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

const DeliveryAttempt = z
  .object({
    number: z.int(),
    started_at: z.iso.datetime(),
    duration_ms: z.int(),
    response_status: z.int().nullable().describe("Null when nobody answered."),
    response_body: z.string().nullable().describe("The first 1,000 characters."),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .meta({ id: "DeliveryAttempt" });

/** One event for one endpoint. */
export const Delivery = z
  .object({
    id: z.uuid(),
    webhook_id: z.uuid(),
    event_id: z
      .uuid()
      .describe("What receivers find in `webhook-id`: the same for each attempt and replay."),
    type: z.enum([...WebhookEvent.options, "webhook.test"]),
    job_id: z.uuid().nullable(),
    replay_of: z.uuid().nullable().describe("The delivery that this one sends again."),
    status: DeliveryStatus,
    reason: z.string().nullable(),
    attempts: z.int().describe("Attempts that were made."),
    next_attempt_at: z.iso.datetime().nullable().describe("Null when none follows."),
    last_attempt: DeliveryAttempt.nullable(),
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: "Delivery" });
export type Delivery = z.infer<typeof Delivery>;

export const DeliveryDetail = Delivery.extend({
  /** What is posted, but for its signature. */
  event: z.object({ type: z.string(), timestamp: z.iso.datetime(), data: z.unknown() }),
  attempt_log: z.array(DeliveryAttempt),
}).meta({ id: "DeliveryDetail" });
export type DeliveryDetail = z.infer<typeof DeliveryDetail>;

/** What is posted of a scan. */
export const ScanEvent = z
  .object({
    type: WebhookEvent,
    timestamp: z.iso.datetime(),
    data: Job.extend({
      /** A whole URL when the service knows its own, else a path of the API. */
      status_url: z.string(),
    }),
  })
  .meta({ id: "ScanEvent" });

/** What is posted when somebody tries a webhook. */
export const TestEvent = z
  .object({
    type: z.literal("webhook.test"),
    timestamp: z.iso.datetime(),
    data: z.object({ webhook_id: z.uuid() }),
  })
  .meta({ id: "TestEvent" });

export const DeliveriesQuery = ListQuery.extend({ status: DeliveryStatus.optional() });
export type DeliveriesQuery = z.infer<typeof DeliveriesQuery>;
