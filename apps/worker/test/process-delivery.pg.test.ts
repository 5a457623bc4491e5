/** What becomes of a delivery that we fail at, not its endpoint. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { findDelivery, openDatabase, type Db } from "@sitemap-scanner/database";
import { FetchError } from "@sitemap-scanner/fetcher";
import { createClaimDelivery, createManageWebhooks } from "@sitemap-scanner/pipeline";
import { createLogger, must } from "@sitemap-scanner/runtime";
import { createTestDatabase } from "@sitemap-scanner/testkit";
import { sql } from "kysely";
import { setTimeout as delay } from "node:timers/promises";
import { Writable } from "node:stream";
import { createLeaseKeeper } from "../src/lease-keeper.ts";
import { ShutdownError } from "../src/task-runner.ts";
import { createDeliveryProcessor } from "../src/webhooks/process-delivery.ts";
import { createSendDelivery, type SendDelivery } from "../src/webhooks/send-delivery.ts";

const LEASE_MS = 20_000;
const POLICY = { scheduleMs: [0, 60_000], disableAfterMs: 0 };
const ANSWERED = {
  durationMs: 5,
  responseStatus: 204,
  responseBody: null,
  error: null,
  retryAfterMs: null,
};

let db: Db;
let drop: () => Promise<void>;
beforeAll(async () => {
  const made = await createTestDatabase();
  drop = made.drop;
  db = openDatabase({ url: made.url, applicationName: "test" });
});
afterAll(async () => {
  await db.destroy();
  await drop();
});
beforeEach(() => psql("truncate webhook_endpoints, webhook_events cascade"));

async function psql(statement: string): Promise<unknown[]> {
  return (await sql`${sql.raw(statement)}`.execute(db)).rows;
}

async function aDelivery(): Promise<string> {
  const manage = createManageWebhooks({ db, overlapMs: 0 });
  const { id } = await manage.create({
    url: "https://receiver.example.com/",
    events: ["scan.complete"],
    description: null,
    enabled: true,
    createdBy: null,
  });
  return (await manage.sendTest(id)).deliveryId;
}

const nothing = () => undefined;

/** A worker that sends this way, and the lines it logged as errors. */
function aWorker(send: SendDelivery) {
  const errors: string[] = [];
  const destination = new Writable({
    write(line: Buffer, _encoding, done) {
      if (line.toString().includes('"level":"error"')) errors.push(line.toString());
      done();
    },
  });
  const logger = createLogger({ level: "info", service: "worker", destination });
  const leases = createLeaseKeeper({ db, leaseMs: LEASE_MS, logger });
  const process = createDeliveryProcessor({
    db,
    leases,
    send,
    logger,
    claimDelivery: createClaimDelivery({ db, workerId: "w", leaseMs: LEASE_MS }),
    policy: POLICY,
    onTaskEnd: nothing,
    onStale: nothing,
    onLeaseLost: nothing,
    onDelivery: nothing,
  });
  const ring = async (deliveryId: string) => {
    const { generation } = await rowOf(deliveryId);
    await process({ data: { deliveryId, generation } });
  };
  return { ring, leases, errors };
}

async function rowOf(id: string) {
  return must(await findDelivery(db, id), "the test made it");
}

const failingWith = (fault: Error) =>
  createSendDelivery({ poster: { post: () => Promise.reject(fault) }, statusUrlOf: () => "" });

const UNREADABLE = "whsec_not base64!";

describe("a delivery", () => {
  it.each([
    ["a fault in our code", new TypeError("x is not a function")],
    [
      "one that the fetcher names",
      new FetchError("internal_error", "the fetcher failed", {
        url: "https://receiver.example.com/",
      }),
    ],
  ])("that meets %s has had an attempt, and waits by the schedule", async (_name, error) => {
    const id = await aDelivery();
    const { ring, errors } = aWorker(failingWith(error));

    await ring(id);

    const row = await rowOf(id);
    expect(row).toMatchObject({ status: "pending", status_reason: "internal_error", attempt: 1 });
    expect(row.available_at.getTime()).toBeGreaterThan(Date.now() + 30_000);
    expect(await psql("select number, error_code from webhook_attempts")).toEqual([
      { number: 1, error_code: "internal_error" },
    ]);
    expect(errors).toHaveLength(1);
    expect(await psql("select failing_since, disabled_at from webhook_endpoints")).toEqual([
      { failing_since: null, disabled_at: null },
    ]);
  });

  it("that cannot be signed is given up after the last attempt", async () => {
    const id = await aDelivery();
    // The table refuses such a secret: somebody has taken that guard away.
    await psql("alter table webhook_endpoints drop constraint webhook_endpoints_secret_check");
    await psql(`update webhook_endpoints set secret = '${UNREADABLE}'`);
    const { ring, errors } = aWorker(failingWith(new Error("Cannot be reached: it is unsigned")));

    await ring(id);
    await ring(id);

    expect(await rowOf(id)).toMatchObject({
      status: "failed",
      status_reason: "attempts_exhausted",
      last_error: { code: "internal_error" },
    });
    expect(errors).toHaveLength(2);
  });

  it("whose end cannot be written stays under its lease, so that it is not sent again at once", async () => {
    const id = await aDelivery();
    let sent = 0;
    const { ring, errors } = aWorker(() => {
      sent += 1;
      return Promise.resolve(ANSWERED);
    });
    await psql("alter table webhook_attempts add constraint full_disk check (false) not valid");

    await ring(id);
    await psql("alter table webhook_attempts drop constraint full_disk");

    expect(await rowOf(id)).toMatchObject({ status: "running", attempt: 1, generation: 1 });
    expect(sent).toBe(1);
    expect(errors).toHaveLength(1);
  });

  it("in the hands of a worker that stops is handed back at once, and no attempt is burnt", async () => {
    const id = await aDelivery();
    const { ring, leases, errors } = aWorker(async (_delivery, signal) => {
      leases.abortAll(new ShutdownError("Stopping"));
      await delay(60_000, undefined, { signal });
      return ANSWERED;
    });

    await ring(id);

    const row = await rowOf(id);
    expect(row).toMatchObject({ status: "pending", status_reason: "worker_stopped", attempt: 0 });
    expect(row.available_at.getTime()).toBeLessThan(Date.now() + 1_000);
    expect(errors).toEqual([]);
  });
});
