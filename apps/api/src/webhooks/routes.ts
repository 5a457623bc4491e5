import { OPERATIONS, pathOf } from "@sitemap-scanner/contracts";
import {
  findWebhookEndpoint,
  listWebhookDeliveries,
  listWebhookEndpoints,
  type Db,
  type WebhookEndpointRow,
} from "@sitemap-scanner/database";
import { checkPostUrl, type TargetPolicy } from "@sitemap-scanner/fetcher";
import { WebhookNotFoundError, type ManageWebhooks } from "@sitemap-scanner/pipeline";
import { Router, type Response } from "express";
import { decodeIdCursor, encodeIdCursor } from "../http/id-cursor.ts";
import { toListPage } from "../http/list-page.ts";
import { serve } from "../http/serve.ts";
import { getDelivery, getDeliveryDetail } from "./get-delivery.ts";
import { toDelivery } from "./to-delivery.ts";
import { toWebhook, toWebhookWithSecret } from "./to-webhook.ts";

export interface WebhookRoutesOptions {
  db: Db;
  manage: ManageWebhooks;
  /** Where events may be posted to. */
  targets: TargetPolicy;
  /** Called when a delivery was made: there is a new message. */
  onSent: () => void;
}

/** Who is told of events, and what became of each telling. */
export function webhookRoutes(options: WebhookRoutesOptions): Router {
  const router = Router();
  serveEndpoints(router, options);
  serveDeliveries(router, options);
  return router;
}

function serveEndpoints(router: Router, { db, manage, targets, onSent }: WebhookRoutesOptions) {
  serve(router, OPERATIONS.createWebhook, async ({ body, principal }, res) => {
    const { url, events, description = null, enabled = true } = body;
    checkPostUrl(url, targets);
    const createdBy = principal.owner;
    const webhook = await manage.create({ url, events, description, enabled, createdBy });
    const location = pathOf(OPERATIONS.getWebhook, { webhook_id: webhook.id });
    res.status(201).location(location).json(toWebhookWithSecret(webhook));
  });

  serve(router, OPERATIONS.listWebhooks, async (_input, res) => {
    const webhooks = await listWebhookEndpoints(db);
    res.json({ data: webhooks.map(toWebhook) });
  });

  serve(router, OPERATIONS.getWebhook, async ({ params }, res) => {
    res.json(toWebhook(await getEndpoint(db, params.webhook_id)));
  });

  serve(router, OPERATIONS.changeWebhook, async ({ params, body }, res) => {
    if (body.url !== undefined) checkPostUrl(body.url, targets);
    const webhook = await manage.change(params.webhook_id, body);
    // One that is enabled has its deliveries sent at once.
    onSent();
    res.json(toWebhook(webhook));
  });

  serve(router, OPERATIONS.deleteWebhook, async ({ params }, res) => {
    await manage.remove(params.webhook_id);
    res.status(204).end();
  });

  serve(router, OPERATIONS.rotateWebhookSecret, async ({ params }, res) => {
    res.json(toWebhookWithSecret(await manage.rotateSecret(params.webhook_id)));
  });
}

function serveDeliveries(router: Router, { db, manage, onSent }: WebhookRoutesOptions) {
  const answerSent = async (res: Response, deliveryId: string) => {
    onSent();
    res
      .status(202)
      .location(pathOf(OPERATIONS.getDelivery, { delivery_id: deliveryId }))
      .json(await getDelivery(db, deliveryId));
  };

  serve(router, OPERATIONS.testWebhook, async ({ params }, res) => {
    const { deliveryId } = await manage.sendTest(params.webhook_id);
    await answerSent(res, deliveryId);
  });

  serve(router, OPERATIONS.listDeliveries, async ({ params, query }, res) => {
    const { status, limit, cursor } = query;
    const after = decodeIdCursor("deliveries", cursor);
    const { id: endpointId } = await getEndpoint(db, params.webhook_id);
    const rows = await listWebhookDeliveries(db, { endpointId, status, after, limit: limit + 1 });
    res.json(toListPage(rows, limit, { toItem: toDelivery, cursorOf: deliveriesCursor }));
  });

  serve(router, OPERATIONS.getDelivery, async ({ params }, res) => {
    res.json(await getDeliveryDetail(db, params.delivery_id));
  });

  serve(router, OPERATIONS.replayDelivery, async ({ params }, res) => {
    const { deliveryId } = await manage.replay(params.delivery_id);
    await answerSent(res, deliveryId);
  });
}

const deliveriesCursor = ({ position }: { position: string }) =>
  encodeIdCursor("deliveries", position);

async function getEndpoint(db: Db, id: string): Promise<WebhookEndpointRow> {
  const endpoint = await findWebhookEndpoint(db, id);
  if (!endpoint) throw new WebhookNotFoundError(id);
  return endpoint;
}
