import { randomBytes } from "node:crypto";
import {
  changeWebhookEndpoint,
  deleteWebhookEndpoint,
  disableWebhookEndpoint,
  enableWebhookEndpoint,
  findDelivery,
  findWebhookEndpoint,
  inTransaction,
  insertReplay,
  insertTestEvent,
  insertWebhookEndpoint,
  lockWebhookEndpoint,
  rotateWebhookSecret,
  type Db,
  type NewWebhookEndpoint,
  type Tx,
  type WebhookEndpointRow,
} from "@sitemap-scanner/database";
import {
  DeliveryNotFinishedError,
  DeliveryNotFoundError,
  WebhookDisabledError,
  WebhookLimitError,
  WebhookNotFoundError,
} from "./errors.ts";

/** All of them are told of events and looked through at each turn of a relay. */
const MOST_ENDPOINTS = 100;
const SECRET_BYTES = 32;

/** What is absent stays as it is. */
export interface WebhookChange {
  url?: string | undefined;
  events?: NewWebhookEndpoint["events"] | undefined;
  description?: string | null | undefined;
  enabled?: boolean | undefined;
}

/** What people do with endpoints. Each throws WebhookNotFoundError when there is no such one. */
export interface ManageWebhooks {
  /** @throws WebhookLimitError */
  create(webhook: Omit<NewWebhookEndpoint, "secret">): Promise<WebhookEndpointRow>;
  change(id: string, change: WebhookChange): Promise<WebhookEndpointRow>;
  remove(id: string): Promise<void>;
  /** The secret that was there signs beside the new one for a while. */
  rotateSecret(id: string): Promise<WebhookEndpointRow>;
  /**
   * Sends an event that tells of nothing. @returns its delivery
   * @throws WebhookDisabledError
   */
  sendTest(id: string): Promise<{ deliveryId: string }>;
  /**
   * Sends an event again, under the id that it had. @returns the new delivery
   * @throws DeliveryNotFoundError, DeliveryNotFinishedError, WebhookDisabledError
   */
  replay(deliveryId: string): Promise<{ deliveryId: string }>;
}

/** @param overlapMs how long a secret that was replaced signs on */
export function createManageWebhooks({
  db,
  overlapMs,
}: {
  db: Db;
  overlapMs: number;
}): ManageWebhooks {
  return {
    create: (webhook) =>
      inTransaction(db, async (tx) => {
        const endpoint = { ...webhook, secret: newSecret() };
        const added = await insertWebhookEndpoint(tx, endpoint, MOST_ENDPOINTS);
        if (!added) throw new WebhookLimitError(MOST_ENDPOINTS);
        return added;
      }),
    change: (id, { enabled, ...change }) =>
      inTransaction(db, async (tx) => {
        await getLocked(tx, id);
        if (enabled === true) await enableWebhookEndpoint(tx, id);
        if (enabled === false) await disableWebhookEndpoint(tx, id, "asked");
        return must(await changeWebhookEndpoint(tx, id, change), id);
      }),
    async remove(id) {
      if (!(await deleteWebhookEndpoint(db, id))) throw new WebhookNotFoundError(id);
    },
    async rotateSecret(id) {
      return must(await rotateWebhookSecret(db, id, { secret: newSecret(), overlapMs }), id);
    },
    async sendTest(id) {
      await requireEnabled(db, id);
      const { id: deliveryId } = await insertTestEvent(db, id, { webhook_id: id });
      return { deliveryId };
    },
    async replay(deliveryId) {
      const delivery = await findDelivery(db, deliveryId);
      if (!delivery) throw new DeliveryNotFoundError(deliveryId);
      if (!delivery.finished_at) throw new DeliveryNotFinishedError(deliveryId, delivery.status);
      await requireEnabled(db, delivery.endpoint_id);
      return { deliveryId: (await insertReplay(db, delivery)).id };
    },
  };
}

async function getLocked(tx: Tx, id: string): Promise<WebhookEndpointRow> {
  return must(await lockWebhookEndpoint(tx, id), id);
}

async function requireEnabled(db: Db, id: string): Promise<void> {
  const endpoint = must(await findWebhookEndpoint(db, id), id);
  if (endpoint.disabled_at) throw new WebhookDisabledError(id);
}

function must(endpoint: WebhookEndpointRow | undefined, id: string): WebhookEndpointRow {
  if (!endpoint) throw new WebhookNotFoundError(id);
  return endpoint;
}

function newSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
}
