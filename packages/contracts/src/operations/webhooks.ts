import { z } from "zod";
import { listOf } from "../listing.ts";
import {
  DeliveriesQuery,
  Delivery,
  DeliveryDetail,
  Webhook,
  WebhookChange,
  WebhookRequest,
  WebhookWithSecret,
} from "../webhook.ts";
import { json, operation } from "./operation.ts";

const WebhookParams = z.object({ webhook_id: z.uuid() });
const DeliveryParams = z.object({ delivery_id: z.uuid() });

const SENT = {
  ...json("It is on its way.", Delivery),
  headers: { Location: "Where the delivery is." },
};

export const WEBHOOK_OPERATIONS = {
  createWebhook: operation({
    method: "post",
    path: "/api/v3/webhooks",
    tag: "Webhooks",
    summary: "Have events posted to an address",
    description: "At most 100 of them. The answer shows the secret, and no other does.",
    access: "admin",
    body: WebhookRequest,
    answers: {
      201: {
        ...json("It is told of events from now on.", WebhookWithSecret),
        headers: { Location: "Where the webhook is." },
      },
    },
    problems: ["target_not_public", "webhook_limit_reached"],
  }),
  listWebhooks: operation({
    method: "get",
    path: "/api/v3/webhooks",
    tag: "Webhooks",
    summary: "List webhooks, oldest first",
    access: "admin",
    answers: { 200: json("All of them.", z.object({ data: z.array(Webhook) })) },
  }),
  getWebhook: operation({
    method: "get",
    path: "/api/v3/webhooks/{webhook_id}",
    tag: "Webhooks",
    summary: "See how a webhook stands",
    access: "admin",
    params: WebhookParams,
    answers: { 200: json("The webhook.", Webhook) },
    problems: ["webhook_not_found"],
  }),
  changeWebhook: operation({
    method: "patch",
    path: "/api/v3/webhooks/{webhook_id}",
    tag: "Webhooks",
    summary: "Change a webhook",
    description: "To enable one that was disabled lets go of the deliveries that waited.",
    access: "admin",
    params: WebhookParams,
    body: WebhookChange,
    answers: { 200: json("The webhook as it is now.", Webhook) },
    problems: ["webhook_not_found", "target_not_public"],
  }),
  deleteWebhook: operation({
    method: "delete",
    path: "/api/v3/webhooks/{webhook_id}",
    tag: "Webhooks",
    summary: "Delete a webhook, with its deliveries",
    access: "admin",
    params: WebhookParams,
    answers: { 204: { description: "It is told nothing any more.", content: {} } },
    problems: ["webhook_not_found"],
  }),
  rotateWebhookSecret: operation({
    method: "post",
    path: "/api/v3/webhooks/{webhook_id}/rotate-secret",
    tag: "Webhooks",
    summary: "Have a new secret sign",
    description: "The one that was there signs beside it for 24 hours. An even older one does not.",
    access: "admin",
    params: WebhookParams,
    answers: { 200: json("The webhook with its new secret.", WebhookWithSecret) },
    problems: ["webhook_not_found"],
  }),
  testWebhook: operation({
    method: "post",
    path: "/api/v3/webhooks/{webhook_id}/test",
    tag: "Webhooks",
    summary: "Have an event of type `webhook.test` posted",
    access: "admin",
    params: WebhookParams,
    answers: { 202: SENT },
    problems: ["webhook_not_found", "webhook_disabled"],
  }),
  listDeliveries: operation({
    method: "get",
    path: "/api/v3/webhooks/{webhook_id}/deliveries",
    tag: "Webhooks",
    summary: "List what was posted and is to be, newest first",
    access: "admin",
    params: WebhookParams,
    query: DeliveriesQuery,
    answers: { 200: json("A page of deliveries.", listOf(Delivery)) },
    problems: ["webhook_not_found", "invalid_cursor"],
  }),
  getDelivery: operation({
    method: "get",
    path: "/api/v3/webhooks/deliveries/{delivery_id}",
    tag: "Webhooks",
    summary: "See a delivery, its event and all its attempts",
    access: "admin",
    params: DeliveryParams,
    answers: { 200: json("The delivery.", DeliveryDetail) },
    problems: ["delivery_not_found"],
  }),
  replayDelivery: operation({
    method: "post",
    path: "/api/v3/webhooks/deliveries/{delivery_id}/replay",
    tag: "Webhooks",
    summary: "Have the same event posted again",
    description: "As a delivery of its own, with the same `webhook-id`.",
    access: "admin",
    params: DeliveryParams,
    answers: { 202: SENT },
    problems: ["delivery_not_found", "delivery_not_finished", "webhook_disabled"],
  }),
};
