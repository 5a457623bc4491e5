/** Events that cannot be forgotten, at receivers that know Standard Webhooks and nothing of us. */
import { describe, expect, it } from "@jest/globals";
import { Delivery, WebhookWithSecret } from "@sitemap-scanner/contracts";
import { freePort, startRedis, waitFor } from "@sitemap-scanner/testkit";
import { onBothBackends, type Api, type Backend } from "./setup.ts";
import {
  aListener,
  aSite,
  call,
  deliveriesOf,
  ended,
  getWebhook,
  QUICK,
  register,
  scan,
  sendTest,
  setupWebhooks,
  startBoth,
} from "./webhook-calls.ts";
import { aReceiver } from "./webhook-receiver.ts";

onBothBackends("webhooks", (backend) => {
  const scanner = setupWebhooks(backend);

  it("each event arrives, one id each, though receiver, API, worker and broker go away meanwhile", async () => {
    const redis = await ownRedis(backend);
    const env = { ...QUICK, ...redis.env };
    const site = await aSite(scanner);
    const receiver = await aReceiver();
    const api = await scanner.startApi(env);
    const worker = await scanner.startWorker(env);
    await register(api, receiver);
    const first = await scan(scanner, api, site.origin);
    const failed = await scan(scanner, api, "http://127.0.0.1:1/");

    for (const process of [worker, api.process]) {
      process.kill("SIGKILL");
      await process.exited;
    }
    await redis.lose();
    const again = await scanner.startApi(env);
    await scanner.startWorker(env);
    const second = await scan(scanner, again, site.origin);
    await receiver.listen();

    const received = await receiver.until(4);
    await waitFor(
      async () =>
        (await scanner.query("select from webhook_deliveries where status <> 'delivered'"))
          .length === 0,
      { what: "every delivery to be written down as delivered", timeoutMs: 20_000 },
    );
    const told = new Map(received.map(({ id, event }) => [id, event]));
    expect(
      [...told.values()].map(({ type, data }) => `${type} ${String(data["job_id"])}`).toSorted(),
    ).toEqual(
      [
        `domain.changed ${first}`,
        `scan.complete ${first}`,
        `scan.complete ${second}`,
        `scan.failed ${failed}`,
      ].toSorted(),
    );
    expect(receiver.forged).toBe(0);
    expect(await scanner.query("select * from invariant_violations")).toEqual([]);
    await redis.stop();
  }, 90_000);

  it("an event is sent again under the same id when the worker dies before it has noted the answer", async () => {
    const site = await aSite(scanner);
    const receiver = await aReceiver();
    await receiver.listen();
    const api = await scanner.startApi();
    const webhook = await register(api, receiver, ["scan.complete"]);
    const worker = await scanner.startWorker({ CRASH_POINT: "webhook.answered" });
    await scan(scanner, api, site.origin);
    expect(await worker.exited).toEqual({ code: null, signal: "SIGKILL" });

    await scanner.startWorker();

    const received = await receiver.until(2);
    expect(new Set(received.map(({ id }) => id)).size).toBe(1);
    const delivered = await waitFor(
      async () =>
        (await deliveriesOf(api, webhook.id)).find(({ status }) => status === "delivered"),
      { what: "the delivery to be noted" },
    );
    expect(delivered).toMatchObject({ attempts: 1, last_attempt: { response_status: 204 } });
    expect(receiver.received).toHaveLength(2);
  }, 60_000);
});

describe("an endpoint", () => {
  const scanner = setupWebhooks("redis", "all");
  let processes: Promise<Api> | undefined;

  /** One API and one worker do for all of these. */
  async function start() {
    processes ??= startBoth(scanner, { WEBHOOK_SECRET_OVERLAP_MS: "1000", LOG_LEVEL: "debug" });
    return { api: await processes, receiver: await aListener() };
  }

  it("is told of a job as the API shows it, at an address where it can be looked up", async () => {
    const { api, receiver } = await start();
    const site = await aSite(scanner);
    await register(api, receiver, ["scan.complete"]);
    const jobId = await scan(scanner, api, site.origin);

    const [{ event } = { event: undefined }] = await receiver.until(1);

    const { status_url: statusUrl, ...job } = event?.data ?? {};
    const shown = await fetch(`${api.origin}${String(statusUrl)}`);
    const { metadata: _, ...status } = (await shown.json()) as Record<string, unknown>;
    expect(job).toEqual(status);
    expect(job["job_id"]).toBe(jobId);
  }, 60_000);

  it("that answers 410 is disabled, and what waited for it is cancelled", async () => {
    const { api, receiver } = await start();
    const { id } = await register(api, receiver);
    receiver.answer((response) => response.writeHead(500).end("not now"));
    const waiting = await sendTest(api, id);
    await receiver.until(2);
    receiver.answer((response) => response.writeHead(410).end());

    const first = await ended(api, waiting);

    expect(first).toMatchObject({ status: "failed", reason: "endpoint_gone" });
    expect(first.attempt_log.slice(0, -1)).not.toContainEqual(
      expect.objectContaining({ response_status: 204 }),
    );
    expect(first.attempt_log[0]).toMatchObject({ response_status: 500, response_body: "not now" });
    expect(await getWebhook(api, id)).toMatchObject({
      enabled: false,
      disabled: { reason: "gone" },
    });
    expect(await call(api, "POST", `/${id}/test`)).toMatchObject({ code: "webhook_disabled" });
  }, 60_000);

  it("is sent to with both secrets while one is replaced, and with the new one alone after that", async () => {
    const { api, receiver } = await start();
    const { id } = await register(api, receiver);
    const rotated = WebhookWithSecret.parse(await call(api, "POST", `/${id}/rotate-secret`));

    // It knows the old one only.
    await ended(api, await sendTest(api, id));
    expect(receiver.received).toMatchObject([{ signatures: 2 }]);

    receiver.trust(rotated.secret);
    await waitFor(
      async () => {
        const { length } = receiver.received;
        await ended(api, await sendTest(api, id));
        return receiver.received[length]?.signatures === 1;
      },
      { what: "the old secret to sign no more" },
    );
    expect(receiver.forged).toBe(0);
  }, 60_000);

  it("is sent an event again when somebody asks, as a delivery of its own under the same id", async () => {
    const { api, receiver } = await start();
    const { id } = await register(api, receiver);
    const first = await ended(api, await sendTest(api, id));

    const replay = Delivery.parse(await call(api, "POST", `/deliveries/${first.id}/replay`));

    expect(await ended(api, replay)).toMatchObject({
      status: "delivered",
      event_id: first.event_id,
      replay_of: first.id,
    });
    expect(receiver.received.map((one) => one.id)).toEqual([first.event_id, first.event_id]);
  }, 60_000);

  it("shows its secret when it is made, and nowhere else: not in a listing, and in no log", async () => {
    const { api, receiver } = await start();
    const { id, secret } = await register(api, receiver);
    await ended(api, await sendTest(api, id));

    const shown = [await call(api, "GET", ""), await call(api, "GET", `/${id}`)];

    expect(JSON.stringify(shown)).not.toContain("whsec_");
    expect([...api.process.stdout, ...api.process.stderr].join("\n")).not.toContain(secret);
  }, 60_000);
});

interface OwnRedis {
  env: Record<string, string>;
  lose(): Promise<void>;
  stop(): Promise<void>;
}

/** Where BullMQ runs on Redis: one that the test may take away, and what it held with it. */
async function ownRedis(backend: Backend): Promise<OwnRedis> {
  if (backend === "postgres") return { env: {}, lose: async () => {}, stop: async () => {} };
  const port = await freePort();
  let redis = await startRedis({ port });
  return {
    env: { REDIS_URL: `redis://127.0.0.1:${port}` },
    async lose() {
      await redis.stop();
      redis = await startRedis({ port });
    },
    stop: () => redis.stop(),
  };
}
