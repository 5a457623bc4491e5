import { describe, expect, it } from "@jest/globals";
import {
  Delivery,
  DeliveryDetail,
  listOf,
  Webhook,
  WebhookWithSecret,
} from "@sitemap-scanner/contracts";
import { deleteWebhookEndpoint, disableWebhookEndpoint, type Tx } from "@sitemap-scanner/database";
import { sql } from "kysely";
import { z } from "zod";
import { expectProblem } from "./expect-problem.ts";
import { holdUp } from "./hold-up.ts";
import { setupApi } from "./setup.ts";

const api = setupApi();
const PATH = "/api/v3/webhooks";
const NOBODY = "00000000-0000-4000-8000-000000000000";
const ASKED = { url: "https://receiver.example.com/hook", events: ["scan.complete"] };

async function aWebhook(asked: object = ASKED): Promise<WebhookWithSecret> {
  const { body } = await api.http.post(PATH).send(asked).expect(201);
  return WebhookWithSecret.parse(body);
}

async function aDelivery(webhookId: string): Promise<Delivery> {
  const { body } = await api.http.post(`${PATH}/${webhookId}/test`).expect(202);
  return Delivery.parse(body);
}

function end(deliveryId: string): Promise<unknown> {
  return sql`
    with taken as (select ${deliveryId}::uuid as id)
    update webhook_deliveries d set status = 'cancelled' from taken where d.id = taken.id`.execute(
    api.db,
  );
}

interface Told {
  id: string;
  eventId: string;
}

const deleteWebhook = (tx: Tx, { id }: Told) => deleteWebhookEndpoint(tx, id);
const disableWebhook = (tx: Tx, { id }: Told) => disableWebhookEndpoint(tx, id, "asked");
const deleteEvent = (tx: Tx, { eventId }: Told) =>
  tx.deleteFrom("webhook_events").where("id", "=", eventId).execute();

describe("POST /api/v3/webhooks", () => {
  it("answers with where the webhook is, and its secret for the only time", async () => {
    const response = await api.http
      .post(PATH)
      .send({ ...ASKED, description: "ours" })
      .expect(201);

    const { secret, ...made } = WebhookWithSecret.parse(response.body);
    expect(secret).toMatch(/^whsec_[A-Za-z\d+/]{43}=$/);
    const shown = await api.http.get(String(response.headers["location"])).expect(200);
    expect(shown.body).toEqual(made);
    expect(Webhook.parse(shown.body)).toMatchObject({
      ...ASKED,
      description: "ours",
      enabled: true,
      disabled: null,
    });
    const all = await api.http.get(PATH).expect(200);
    expect(JSON.stringify(all.body)).not.toContain("whsec_");
    expect(JSON.stringify(api.log)).not.toContain("whsec_");
  });

  it.each([
    ["no event", { ...ASKED, events: [] }],
    ["an event that there is not", { ...ASKED, events: ["scan.cancelled"] }],
    ["an event twice", { ...ASKED, events: ["scan.failed", "scan.failed"] }],
    ["what is no URL", { ...ASKED, url: "receiver" }],
    ["a field that there is not", { ...ASKED, secret: "whsec_mine" }],
  ])("refuses %s", async (_name, body) => {
    const response = await api.http.post(PATH).send(body);

    expectProblem(response, 400, "invalid_request");
  });

  it.each([
    "http://receiver.example.com/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://receiver.internal/",
    "https://user:password@receiver.example.com/",
  ])("does not post to %s", async (url) => {
    const response = await api.http.post(PATH).send({ ...ASKED, url });

    expectProblem(response, 400, "target_not_public");
  });
});

describe("PATCH /api/v3/webhooks/{id}", () => {
  it("changes what is given and leaves the rest, and says why a webhook is disabled", async () => {
    const { id } = await aWebhook();

    const { body } = await api.http
      .patch(`${PATH}/${id}`)
      .send({ enabled: false, events: ["scan.failed"] })
      .expect(200);

    expect(Webhook.parse(body)).toMatchObject({
      url: ASKED.url,
      events: ["scan.failed"],
      enabled: false,
      disabled: { reason: "asked" },
    });
    expectProblem(await api.http.post(`${PATH}/${id}/test`), 409, "webhook_disabled");
  });

  it("refuses to lead a webhook where it may not go", async () => {
    const { id } = await aWebhook();

    const response = await api.http.patch(`${PATH}/${id}`).send({ url: "https://10.0.0.1/" });

    expectProblem(response, 400, "target_not_public");
  });
});

describe("a webhook", () => {
  it("gets another secret when it is rotated", async () => {
    const { id, secret } = await aWebhook();

    const { body } = await api.http.post(`${PATH}/${id}/rotate-secret`).expect(200);

    const rotated = WebhookWithSecret.parse(body);
    expect(rotated.secret).not.toBe(secret);
    expect(Date.parse(rotated.old_secret_until ?? "") - Date.now()).toBeGreaterThan(86_000_000);
  });

  it("is gone once it is deleted, and nothing is found of it", async () => {
    const { id } = await aWebhook();
    const delivery = await aDelivery(id);
    await api.http.delete(`${PATH}/${id}`).expect(204);

    expectProblem(await api.http.get(`${PATH}/${id}`), 404, "webhook_not_found");
    expectProblem(await api.http.delete(`${PATH}/${id}`), 404, "webhook_not_found");
    expectProblem(
      await api.http.get(`${PATH}/deliveries/${delivery.id}`),
      404,
      "delivery_not_found",
    );
  });

  it.each([
    ["get", ""],
    ["post", "/test"],
    ["post", "/rotate-secret"],
    ["get", "/deliveries"],
  ] as const)("that there is not cannot be asked to %s %s", async (method, path) => {
    expectProblem(await api.http[method](`${PATH}/${NOBODY}${path}`), 404, "webhook_not_found");
  });
});

describe("deliveries", () => {
  it("are listed newest first, page by page, each once, or those of one status", async () => {
    const { id } = await aWebhook();
    const made: string[] = [];
    for (let i = 0; i < 5; i += 1) made.push((await aDelivery(id)).id);
    await end(made[0] ?? "");

    const listed: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const query = { limit: 2, ...(cursor !== "" && { cursor }) };
      const { body } = await api.http.get(`${PATH}/${id}/deliveries`).query(query).expect(200);
      const page = listOf(Delivery).parse(body);
      listed.push(...page.data.map((delivery) => delivery.id));
      cursor = page.next;
    }
    const ended = await api.http.get(`${PATH}/${id}/deliveries?status=cancelled`).expect(200);

    expect(listed).toEqual(made.toReversed());
    expect(
      listOf(Delivery)
        .parse(ended.body)
        .data.map((one) => one.id),
    ).toEqual([made[0]]);
  });

  it("show what is sent, and when it is tried next", async () => {
    const { id } = await aWebhook();
    const { id: deliveryId } = await aDelivery(id);

    const { body } = await api.http.get(`${PATH}/deliveries/${deliveryId}`).expect(200);

    expect(DeliveryDetail.parse(body)).toMatchObject({
      webhook_id: id,
      type: "webhook.test",
      status: "pending",
      attempts: 0,
      next_attempt_at: z.iso.datetime().parse(body.next_attempt_at),
      event: { type: "webhook.test", data: { webhook_id: id } },
      attempt_log: [],
    });
  });

  it("can be sent again once they have ended, under the same event id", async () => {
    const { id } = await aWebhook();
    const delivery = await aDelivery(id);
    const path = `${PATH}/deliveries/${delivery.id}/replay`;
    expectProblem(await api.http.post(path), 409, "delivery_not_finished");
    await end(delivery.id);

    const { body } = await api.http.post(path).expect(202);

    expect(Delivery.parse(body)).toMatchObject({
      event_id: delivery.event_id,
      replay_of: delivery.id,
      status: "pending",
    });
    expectProblem(
      await api.http.post(`${PATH}/deliveries/${NOBODY}/replay`),
      404,
      "delivery_not_found",
    );
  });

  it.each([
    ["webhook is deleted", "a test", deleteWebhook, 404, "webhook_not_found"],
    ["webhook is deleted", "a replay", deleteWebhook, 404, "delivery_not_found"],
    ["event is deleted", "a replay", deleteEvent, 404, "delivery_not_found"],
    ["webhook is disabled", "a test", disableWebhook, 409, "webhook_disabled"],
    ["webhook is disabled", "a replay", disableWebhook, 409, "webhook_disabled"],
  ] as const)(
    "whose %s at the same time as %s are not sent",
    async (_what, asked, act, status, code) => {
      const { id } = await aWebhook();
      const delivery = await aDelivery(id);
      await end(delivery.id);
      const path = asked === "a test" ? `${id}/test` : `deliveries/${delivery.id}/replay`;

      const answer = await holdUp(api, (tx) => act(tx, { id, eventId: delivery.event_id }), {
        send: async () => api.http.post(`${PATH}/${path}`),
        meanwhile: () => Promise.resolve(),
      });

      expectProblem(answer, status, code);
    },
  );
});
