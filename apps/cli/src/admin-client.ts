import {
  ApiKey,
  Delivery,
  DeliveryDetail,
  NewKey,
  OPERATIONS,
  Webhook,
  WebhookWithSecret,
  type DeliveryStatus,
  type KeyRequest,
  type WebhookChange,
  type WebhookRequest,
} from "@sitemap-scanner/contracts";
import { z } from "zod";
import { callOf, type Http } from "./http.ts";

const Webhooks = z.object({ data: z.array(Webhook) });
const Keys = z.object({ data: z.array(ApiKey) });
const NOTHING = z.undefined();

/** What of the HTTP API is for administrators. Its errors are those of `Http`. */
export class AdminClient {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Oldest first. */
  async listWebhooks(): Promise<Webhook[]> {
    return (await this.#http.json(Webhooks, callOf(OPERATIONS.listWebhooks))).data;
  }

  /** The only answer with the secret. */
  createWebhook(body: WebhookRequest): Promise<WebhookWithSecret> {
    return this.#http.json(WebhookWithSecret, { ...callOf(OPERATIONS.createWebhook), body });
  }

  getWebhook(id: string): Promise<Webhook> {
    return this.#http.json(Webhook, callOf(OPERATIONS.getWebhook, { webhook_id: id }));
  }

  changeWebhook(id: string, body: WebhookChange): Promise<Webhook> {
    const call = callOf(OPERATIONS.changeWebhook, { webhook_id: id });
    return this.#http.json(Webhook, { ...call, body });
  }

  async deleteWebhook(id: string): Promise<void> {
    await this.#http.json(NOTHING, callOf(OPERATIONS.deleteWebhook, { webhook_id: id }));
  }

  rotateSecret(id: string): Promise<WebhookWithSecret> {
    const call = callOf(OPERATIONS.rotateWebhookSecret, { webhook_id: id });
    return this.#http.json(WebhookWithSecret, call);
  }

  testWebhook(id: string): Promise<Delivery> {
    return this.#http.json(Delivery, callOf(OPERATIONS.testWebhook, { webhook_id: id }));
  }

  /** Newest first. */
  listDeliveries(
    id: string,
    { limit, status }: { limit: number; status?: DeliveryStatus | undefined },
  ): AsyncGenerator<Delivery> {
    const call = callOf(OPERATIONS.listDeliveries, { webhook_id: id });
    return this.#http.list(Delivery, { ...call, query: { status } }, limit);
  }

  getDelivery(id: string): Promise<DeliveryDetail> {
    return this.#http.json(DeliveryDetail, callOf(OPERATIONS.getDelivery, { delivery_id: id }));
  }

  replayDelivery(id: string): Promise<Delivery> {
    return this.#http.json(Delivery, callOf(OPERATIONS.replayDelivery, { delivery_id: id }));
  }

  /** The only answer with the key itself. */
  createKey(body: KeyRequest): Promise<NewKey> {
    return this.#http.json(NewKey, { ...callOf(OPERATIONS.createKey), body });
  }

  /** Newest first. */
  async listKeys(): Promise<ApiKey[]> {
    return (await this.#http.json(Keys, callOf(OPERATIONS.listKeys))).data;
  }

  revokeKey(id: string): Promise<ApiKey> {
    return this.#http.json(ApiKey, callOf(OPERATIONS.revokeKey, { key_id: id }));
  }
}
