import { describe, expect, it } from "@jest/globals";
import { findIdempotencyKey, upsertDomain } from "@sitemap-scanner/database";
import { waitFor } from "@sitemap-scanner/testkit";
import { randomUUID } from "node:crypto";
import { expectProblem } from "./expect-problem.ts";
import { aJob } from "./fixtures.ts";
import { giveUp, holdUp } from "./hold-up.ts";
import { setupApi } from "./setup.ts";

const api = setupApi();
const SCAN = "/api/v3/sitemap/scan";

const aScan = () => ({ base_url: `${randomUUID()}.example.com` });
const send = (key: string, body: object) =>
  api.http.post(SCAN).set("Idempotency-Key", key).send(body);
const named = (key: string, body: object) => ({
  path: SCAN,
  headers: { "Idempotency-Key": key },
  body,
});
const findKey = (key: string) => findIdempotencyKey(api.db, { owner: "anybody", key });

async function countJobs(): Promise<number> {
  return (await api.db.selectFrom("jobs").select("job_id").execute()).length;
}

describe("Idempotency-Key", () => {
  it("makes one scan of a hundred requests that come at once", async () => {
    const [key, body, before] = [randomUUID(), aScan(), await countJobs()];

    const answers = await Promise.all(Array.from({ length: 100 }, () => send(key, body)));

    expect(await countJobs()).toBe(before + 1);
    const done = answers.filter(({ status }) => status === 202);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map((answer) => answer.body.job_id)).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 202)) {
      expectProblem(answer, 409, "idempotency_in_flight");
    }
  });

  it("gives the first answer again, also when the scan has ended since", async () => {
    const [key, body] = [randomUUID(), aScan()];
    const first = await send(key, body);
    await api.http.post(`/api/v3/sitemap/jobs/${first.body.job_id}/cancel`);

    const again = await send(key, body);

    expect(again.status).toBe(202);
    expect(again.body).toEqual(first.body);
    expect(again.headers["location"]).toBe(first.headers["location"]);
    expect(again.headers["idempotency-replayed"]).toBe("true");
  });

  it("refuses to stand for another request", async () => {
    const key = randomUUID();
    await send(key, aScan());

    expectProblem(await send(key, aScan()), 422, "idempotency_key_reused");
  });

  it("is free again when its request failed", async () => {
    const [key, body] = [randomUUID(), aScan()];
    const live = await api.http.post(SCAN).send(body);
    expectProblem(await send(key, body), 409, "scan_in_progress");
    await api.http.post(`/api/v3/sitemap/jobs/${live.body.job_id}/cancel`);

    const answer = await send(key, body);

    expect(answer.status).toBe(202);
  });

  it("makes one scan also when the client goes away before it is answered", async () => {
    const [key, body, before] = [randomUUID(), aScan(), await countJobs()];
    await giveUp(api, (tx) => upsertDomain(tx, body.base_url), named(key, body));
    await waitFor(async () => (await countJobs()) > before, { what: "the scan to be committed" });

    const again = await send(key, body);

    expect(again.status).toBe(202);
    expect(again.headers["idempotency-replayed"]).toBe("true");
    expect(await countJobs()).toBe(before + 1);
  });

  it("is free again when its request failed after the client went away", async () => {
    const [key, body] = [randomUUID(), aScan()];
    await giveUp(api, (tx) => aJob(tx, { domain: body.base_url }), named(key, body));
    await waitFor(async () => (await findKey(key)) === undefined, { what: "the key to be free" });

    expectProblem(await send(key, body), 409, "scan_in_progress");
  });

  it("undoes a scan whose key was lost while it was made", async () => {
    const [key, body, before] = [randomUUID(), aScan(), await countJobs()];

    const answer = await holdUp(api, (tx) => upsertDomain(tx, body.base_url), {
      send: async () => send(key, body),
      meanwhile: () => api.db.deleteFrom("idempotency_keys").where("key", "=", key).execute(),
    });

    expectProblem(answer, 409, "idempotency_in_flight");
    expect(await countJobs()).toBe(before);
    expect((await send(key, body)).status).toBe(202);
  });

  it("is forgotten after its time", async () => {
    const [key, body] = [randomUUID(), aScan()];
    const first = await send(key, body);
    await api.http.post(`/api/v3/sitemap/jobs/${first.body.job_id}/cancel`);
    await api.db
      .updateTable("idempotency_keys")
      .set({ expires_at: new Date(0) })
      .where("key", "=", key)
      .execute();

    const later = await send(key, body);

    expect(later.status).toBe(202);
    expect(later.body.job_id).not.toBe(first.body.job_id);
  });

  it.each(["", "a b", "x".repeat(256)])("refuses the senseless key %j", async (key) => {
    const answer = await api.http.post(SCAN).set("Idempotency-Key", key).send(aScan());

    expectProblem(answer, 400, "invalid_request");
  });
});
