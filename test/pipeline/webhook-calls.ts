/** What tests of webhooks ask of the API and of a receiver. */
import { afterEach, expect } from "@jest/globals";
import { Delivery, DeliveryDetail, Webhook, WebhookWithSecret } from "@sitemap-scanner/contracts";
import { urlset, waitFor } from "@sitemap-scanner/testkit";
import { setupScanner, type Api, type Backend, type Scanner } from "./setup.ts";
import { aReceiver, type Receiver } from "./webhook-receiver.ts";

/** Short waits, and many of them. */
export const QUICK = { WEBHOOK_SCHEDULE_MS: Array.from({ length: 60 }, () => 200).join(",") };
export const ALL = ["scan.complete", "scan.failed", "domain.changed"];

/** No test meets the endpoints, or the dead workers, of another. */
export function setupWebhooks(backend: Backend, end: "each" | "all" = "each"): Scanner {
  const scanner = setupScanner(backend, end);
  afterEach(() => scanner.query("truncate webhook_endpoints, webhook_events, workers cascade"));
  return scanner;
}

/** @returns the API; the worker is there beside it */
export async function startBoth(scanner: Scanner, env: Record<string, string>): Promise<Api> {
  const [api] = await Promise.all([
    scanner.startApi({ ...QUICK, ...env }),
    scanner.startWorker({ ...QUICK, ...env }),
  ]);
  return api;
}

export async function aListener(): Promise<Receiver> {
  const receiver = await aReceiver();
  await receiver.listen();
  return receiver;
}

export async function call(
  api: Api,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`${api.origin}/api/v3/webhooks${path}`, {
    method,
    ...(body && {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  });
  return response.status === 204 ? null : await response.json();
}

export async function register(
  api: Api,
  receiver: Receiver,
  events = ALL,
): Promise<WebhookWithSecret> {
  const made = await call(api, "POST", "", { url: receiver.url, events });
  const webhook = WebhookWithSecret.parse(made);
  receiver.trust(webhook.secret);
  return webhook;
}

export async function getWebhook(api: Api, id: string): Promise<Webhook> {
  return Webhook.parse(await call(api, "GET", `/${id}`));
}

export async function deliveriesOf(api: Api, id: string): Promise<Delivery[]> {
  const page = (await call(api, "GET", `/${id}/deliveries`)) as { data: unknown[] };
  return page.data.map((one) => Delivery.parse(one));
}

export async function sendTest(api: Api, id: string): Promise<Delivery> {
  return Delivery.parse(await call(api, "POST", `/${id}/test`));
}

export async function ended(api: Api, { id }: Delivery): Promise<DeliveryDetail> {
  return waitFor(
    async () => {
      const delivery = DeliveryDetail.parse(await call(api, "GET", `/deliveries/${id}`));
      return delivery.finished_at !== null && delivery;
    },
    { what: `delivery ${id} to end`, timeoutMs: 20_000 },
  );
}

export async function aSite(scanner: Scanner) {
  return scanner.startSite({
    "/sitemap.xml": urlset({ count: 5, prefix: "https://pages.example.com/" }),
  });
}

export async function scan(scanner: Scanner, api: Api, baseUrl: string): Promise<string> {
  const { status, body } = await api.submit({ base_url: baseUrl });
  expect({ status, body }).toMatchObject({ status: 202 });
  await scanner.finished(body.job_id);
  return body.job_id;
}
