import { z } from "zod";
import { ListQuery, MAX_URL_LENGTH } from "./scan.ts";

/** What an endpoint may be told of. A canary is never told of, nor a scan that was cancelled. */
export const WebhookEvent = z
  .enum(["scan.complete", "scan.failed", "domain.changed"])
  .meta({ id: "WebhookEvent" });
export type WebhookEvent = z.infer<typeof WebhookEvent>;

const Url = z.url({ protocol: /^https?$/ }).max(MAX_URL_LENGTH);
const Events = z
  .array(WebhookEvent)
  .min(1)
  .refine((events) => new Set(events).size === events.length, "each at most once");
const Description = z.string().max(500).nullable();

export const WebhookRequest = z
  .strictObject({
    /** https, and on the public internet. */
    url: Url,
    events: Events,
    description: Description.optional(),
    /** Default true. */
    enabled: z.boolean().optional(),
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
    /** Since when every attempt has failed; null when the latest did not. */
    failing_since: z.iso.datetime().nullable(),
    /** Until when the secret that was replaced signs as well; null when none does. */
    old_secret_until: z.iso.datetime().nullable(),
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
    /** Null when nobody answered. */
    response_status: z.int().nullable(),
    /** The first 1,000 characters. */
    response_body: z.string().nullable(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .meta({ id: "DeliveryAttempt" });

/** One event for one endpoint. */
export const Delivery = z
  .object({
    id: z.uuid(),
    webhook_id: z.uuid(),
    /** What receivers find in `webhook-id`: the same for each attempt and replay. */
    event_id: z.uuid(),
    type: z.enum([...WebhookEvent.options, "webhook.test"]),
    job_id: z.uuid().nullable(),
    /** The delivery that this one sends again. */
    replay_of: z.uuid().nullable(),
    status: DeliveryStatus,
    reason: z.string().nullable(),
    /** Attempts that were made. */
    attempts: z.int(),
    /** Null when none follows. */
    next_attempt_at: z.iso.datetime().nullable(),
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

export const DeliveriesQuery = ListQuery.extend({ status: DeliveryStatus.optional() });
export type DeliveriesQuery = z.infer<typeof DeliveriesQuery>;
