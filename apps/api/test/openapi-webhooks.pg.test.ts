import { describe, expect, it } from "@jest/globals";
import { WebhookEvent, WebhookWithSecret } from "@sitemap-scanner/contracts";
import { createClaimDelivery, signMessage } from "@sitemap-scanner/pipeline";
import { createDocument } from "../src/openapi/document.ts";
import { aFile, aJob, endJob, somePages, startJob } from "./fixtures.ts";
import { createValidate } from "./openapi-conformance.ts";
import { setupApi } from "./setup.ts";

const api = setupApi();
const document = createDocument();
const validate = createValidate(document);

async function aWebhook(): Promise<string> {
  const asked = { url: "https://receiver.example.com/hook", events: WebhookEvent.options };
  const { body } = await api.http.post("/api/v3/webhooks").send(asked).expect(201);
  return WebhookWithSecret.parse(body).id;
}

/** All that is to be posted to a webhook, by its type. */
async function messagesTo(webhookId: string) {
  const claim = createClaimDelivery({ db: api.db, workerId: "worker-1", leaseMs: 20_000 });
  const due = await api.db
    .selectFrom("webhook_deliveries")
    .select(["id", "generation"])
    .where("endpoint_id", "=", webhookId)
    .execute();
  const claimed = await Promise.all(
    due.map(({ id, generation }) => claim({ deliveryId: id, generation })),
  );
  return claimed
    .filter((delivery) => delivery !== undefined)
    .map((delivery) => ({
      type: delivery.type,
      ...signMessage(delivery, (id) => `/status/${id}`),
    }));
}

describe("what is posted to webhooks", () => {
  it("is as the document has it, for every type that there is", async () => {
    const webhookId = await aWebhook();
    const complete = await aJob(api.db);
    await startJob(api.db, complete);
    const fileId = await aFile(api.db, complete, { url: "https://a.com/1.xml", outcome: "ok" });
    await somePages(api.db, complete, fileId, 3);
    await endJob(api.db, complete, { status: "complete" });
    const failed = await aJob(api.db);
    await startJob(api.db, failed);
    const error = { code: "no_sitemap_found", message: "None was found" };
    await endJob(api.db, failed, { status: "failed", error });
    await api.http.post(`/api/v3/webhooks/${webhookId}/test`).expect(202);

    const messages = await messagesTo(webhookId);

    expect(messages.map(({ type }) => type).sort()).toEqual(Object.keys(document.webhooks).sort());
    for (const { type, body, headers } of messages) {
      const content = `/webhooks/${type}/post/requestBody/content`;
      expect(validate(`${content}/application~1json/schema`, body)).toEqual([]);
      expect(Object.keys(headers)).toEqual(
        expect.arrayContaining(["webhook-id", "webhook-timestamp", "webhook-signature"]),
      );
    }
  });
});
