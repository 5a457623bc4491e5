import { randomBytes } from "node:crypto";
import {
  changeWebhookEndpoint,
  deleteWebhookEndpoint,
  disableWebhookEndpoint,
  enableWebhookEndpoint,
  findDelivery,
  inTransaction,
  insertReplay,
  insertTestEvent,
  insertWebhookEndpoint,
  keepWebhookEvent,
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
    sendTest: (id) =>
      inTransaction(db, async (tx) => {
        refuseDisabled(await getLocked(tx, id));
        const { id: deliveryId } = await insertTestEvent(tx, id, { webhook_id: id });
        return { deliveryId };
      }),
    replay: (deliveryId) =>
      inTransaction(db, async (tx) => {
        const { delivery, endpoint } = await getKept(tx, deliveryId);
        if (!delivery.finished_at) throw new DeliveryNotFinishedError(deliveryId, delivery.status);
        refuseDisabled(endpoint);
        return { deliveryId: (await insertReplay(tx, delivery)).id };
      }),
  };
}

async function getLocked(tx: Tx, id: string): Promise<WebhookEndpointRow> {
  return must(await lockWebhookEndpoint(tx, id), id);
}

/** A delivery, whose endpoint and event nobody can delete before the transaction ends. */
async function getKept(tx: Tx, deliveryId: string) {
  const delivery = await findDelivery(tx, deliveryId);
  const endpoint = delivery && (await lockWebhookEndpoint(tx, delivery.endpoint_id));
  const isKept = endpoint && (await keepWebhookEvent(tx, delivery.event_id));
  // It is deleted with either of them.
  if (!isKept) throw new DeliveryNotFoundError(deliveryId);
  return { delivery, endpoint };
}

/** @throws WebhookDisabledError */
function refuseDisabled({ id, disabled_at: disabledAt }: WebhookEndpointRow): void {
  if (disabledAt) throw new WebhookDisabledError(id);
}

function must(endpoint: WebhookEndpointRow | undefined, id: string): WebhookEndpointRow {
  if (!endpoint) throw new WebhookNotFoundError(id);
  return endpoint;
}

function newSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
}
