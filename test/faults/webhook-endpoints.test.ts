/** Endpoints that fail for days, redirect, hang or turn private. */
import { describe, expect, it } from "@jest/globals";
import { WebhookWithSecret } from "@sitemap-scanner/contracts";
import { waitFor } from "@sitemap-scanner/testkit";
import {
  ALL,
  aListener,
  aSite,
  call,
  deliveriesOf,
  ended,
  getWebhook,
  register,
  scan,
  sendTest,
  setupWebhooks,
  startBoth,
} from "../pipeline/webhook-calls.ts";
import { aReceiver } from "../pipeline/webhook-receiver.ts";

describe("an endpoint, as configured,", () => {
  const scanner = setupWebhooks("redis");

  async function start(env: Record<string, string>) {
    return { api: await startBoth(scanner, env), receiver: await aListener() };
  }

  it("at which everything failed for too long is disabled, and gets what waited once it is enabled", async () => {
    const { api, receiver } = await start({ WEBHOOK_DISABLE_AFTER_MS: "600" });
    const { id } = await register(api, receiver);
    receiver.answer((response) => response.writeHead(503).end());
    const delivery = await sendTest(api, id);
    const disabled = await waitFor(
      async () => {
        const webhook = await getWebhook(api, id);
        return !webhook.enabled && webhook;
      },
      { what: "the endpoint to be disabled" },
    );
    expect(disabled).toMatchObject({ disabled: { reason: "failing" } });
    expect(await deliveriesOf(api, id)).toMatchObject([{ status: "held", next_attempt_at: null }]);
    receiver.answer((response) => response.writeHead(200).end());

    await call(api, "PATCH", `/${id}`, { enabled: true });

    expect(await ended(api, delivery)).toMatchObject({ status: "delivered" });
    expect(await getWebhook(api, id)).toMatchObject({ enabled: true, failing_since: null });
  }, 60_000);

  it("that redirects is not followed, wherever it leads", async () => {
    const { api, receiver } = await start({ WEBHOOK_SCHEDULE_MS: "0" });
    const elsewhere = await aReceiver();
    await elsewhere.listen();
    receiver.answer((response) => response.writeHead(307, { location: elsewhere.url }).end());
    const { id } = await register(api, receiver);

    const delivery = await ended(api, await sendTest(api, id));

    expect(delivery).toMatchObject({
      status: "failed",
      reason: "attempts_exhausted",
      last_attempt: { response_status: 307, error: { code: "redirected" } },
    });
    expect(elsewhere.connections).toBe(0);
  }, 60_000);

  it("that never answers holds up neither others nor scans", async () => {
    const { api, receiver } = await start({ WEBHOOK_TIMEOUT_MS: "20000" });
    const silent = await aReceiver();
    await silent.listen();
    silent.answer(() => undefined);
    const hole = await register(api, silent);
    for (let i = 0; i < 20; i += 1) await sendTest(api, hole.id);
    await silent.until(1);
    const { id } = await register(api, receiver);
    const site = await aSite(scanner);

    const before = performance.now();
    await scan(scanner, api, site.origin);
    await ended(api, await sendTest(api, id));

    expect(performance.now() - before).toBeLessThan(8_000);
    expect(silent.received).toHaveLength(1);
  }, 60_000);

  it("on a private network is refused when it is made, and not connected to when it turned private", async () => {
    const api = await scanner.startApi({ FETCH_ALLOW_PRIVATE: "" });
    await scanner.startWorker({ WEBHOOK_SCHEDULE_MS: "0", FETCH_ALLOW_PRIVATE: "" });
    const receiver = await aReceiver();
    await receiver.listen();
    for (const url of [
      receiver.url,
      "http://example.com/",
      "https://10.0.0.1/",
      "https://a:b@example.com/",
    ])
      expect(await call(api, "POST", "", { url, events: ALL })).toMatchObject({
        code: "target_not_public",
      });
    const made = await call(api, "POST", "", { url: "https://example.com/", events: ALL });
    const { id } = WebhookWithSecret.parse(made);
    await scanner.query(`update webhook_endpoints set url = '${receiver.url}' where id = '${id}'`);

    expect(await ended(api, await sendTest(api, id))).toMatchObject({
      status: "failed",
      last_attempt: { response_status: null, error: { code: "target_not_public" } },
    });
    expect(receiver.connections).toBe(0);
  }, 60_000);
});
