import type { Delivery, DeliveryDetail } from "@sitemap-scanner/contracts";
import {
  findWebhookDelivery,
  findWebhookEvent,
  listWebhookAttempts,
  type Db,
  type WebhookDeliveryView,
} from "@sitemap-scanner/database";
import { DeliveryNotFoundError } from "@sitemap-scanner/pipeline";
import { toDelivery, toDeliveryDetail } from "./to-delivery.ts";

/** @throws DeliveryNotFoundError */
export async function getDelivery(db: Db, id: string): Promise<Delivery> {
  return toDelivery(await getView(db, id));
}

/** @throws DeliveryNotFoundError */
export async function getDeliveryDetail(db: Db, id: string): Promise<DeliveryDetail> {
  const delivery = await getView(db, id);
  const event = await findWebhookEvent(db, delivery.event_id);
  if (!event) throw new DeliveryNotFoundError(id);
  return toDeliveryDetail(delivery, event, await listWebhookAttempts(db, id));
}

async function getView(db: Db, id: string): Promise<WebhookDeliveryView> {
  const delivery = await findWebhookDelivery(db, id);
  if (!delivery) throw new DeliveryNotFoundError(id);
  return delivery;
}
