import { beforeEach, describe, expect, it } from "@jest/globals";
import {
  claimDueMessages,
  recordBrokerWindow,
  type TakenDelivery,
} from "@sitemap-scanner/database";
import { sql } from "kysely";
import {
  createClaimDelivery,
  createManageWebhooks,
  endAttempt,
  LeaseLostError,
} from "../src/index.ts";
import { redispatchAfterLoss } from "../src/reconcile/lost-doorbells.ts";
import {
  forgetOldWebhookEvents,
  redispatchLostDeliveries,
  releaseStalledDeliveries,
  rescueExpiredDeliveries,
  writeMissingDeliveryMessages,
} from "../src/reconcile/webhook-deliveries.ts";
import { setupPipeline } from "./setup.ts";

const pipeline = setupPipeline();
const POLICY = { scheduleMs: [0, 1_000, 60_000], disableAfterMs: 3_600_000 };
const OK = {
  durationMs: 5,
  responseStatus: 204,
  responseBody: null,
  error: null,
  retryAfterMs: null,
};
const REFUSED = {
  ...OK,
  responseStatus: 500,
  error: { code: "http_500", message: "The endpoint answered 500" },
};

beforeEach(async () => {
  await psql("truncate webhook_endpoints, webhook_events, workers, domains, jobs cascade");
});

async function psql<T>(statement: string): Promise<T[]> {
  return (await sql<T>`${sql.raw(statement)}`.execute(pipeline.db)).rows;
}

function manage() {
  return createManageWebhooks({ db: pipeline.db, overlapMs: 60_000 });
}

async function anEndpoint(): Promise<string> {
  const { id } = await manage().create({
    url: "https://receiver.example.com/",
    events: ["scan.complete"],
    description: null,
    enabled: true,
    createdBy: null,
  });
  return id;
}

async function aDelivery(endpointId?: string): Promise<string> {
  const { deliveryId } = await manage().sendTest(endpointId ?? (await anEndpoint()));
  return deliveryId;
}

interface Row {
  status: string;
  status_reason: string;
  attempt: number;
  generation: number;
  endpoint_id: string;
}

async function rowOf(id: string): Promise<Row> {
  const [row] = await psql<Row>(`select * from webhook_deliveries where id = '${id}'`);
  if (!row) throw new Error("Cannot find the delivery");
  return row;
}

async function claim(deliveryId: string): Promise<TakenDelivery> {
  const { generation } = await rowOf(deliveryId);
  const claimDelivery = createClaimDelivery({ db: pipeline.db, workerId: "w", leaseMs: 60_000 });
  const taken = await claimDelivery({ deliveryId, generation });
  if (!taken) throw new Error("Cannot claim a pending delivery");
  return taken;
}

function expire(id: string): Promise<unknown> {
  return psql(
    `update webhook_deliveries set lease_until = now() - interval '1 s' where id = '${id}'`,
  );
}

function publish(id: string): Promise<unknown> {
  return psql(
    `update outbox set published_at = now() - interval '5 min' where delivery_id = '${id}'`,
  );
}

describe("createManageWebhooks()", () => {
  it("keeps to 100 endpoints, however many are made at the same time", async () => {
    for (let i = 0; i < 98; i += 1) await anEndpoint();

    const made = await Promise.allSettled(Array.from({ length: 6 }, () => anEndpoint()));

    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    expect(await psql("select count(*)::int as n from webhook_endpoints")).toEqual([{ n: 100 }]);
  });
});

describe("endAttempt()", () => {
  it("has a failed delivery sent again by the schedule, and gives it up at its end", async () => {
    const id = await aDelivery();

    for (const expected of ["pending", "pending", "failed"]) {
      await endAttempt(pipeline.db, await claim(id), REFUSED, POLICY);
      expect(await rowOf(id)).toMatchObject({ status: expected });
    }

    expect(await rowOf(id)).toMatchObject({ status_reason: "attempts_exhausted", attempt: 3 });
    expect(
      await psql(
        `select number, response_status, error_code from webhook_attempts order by number`,
      ),
    ).toEqual(
      [1, 2, 3].map((number) => ({ number, response_status: 500, error_code: "http_500" })),
    );
  });

  it("writes nothing when the delivery was taken over", async () => {
    const id = await aDelivery();
    const slow = await claim(id);
    await expire(id);
    await rescueExpiredDeliveries(pipeline.db);
    await claim(id);

    await expect(endAttempt(pipeline.db, slow, OK, POLICY)).rejects.toThrow(LeaseLostError);

    expect(await rowOf(id)).toMatchObject({ status: "running" });
    expect(await psql("select from webhook_attempts")).toEqual([]);
  });
});

describe("rescueExpiredDeliveries()", () => {
  it("has a delivery sent again whose worker fell silent, and no attempt is burnt by it", async () => {
    const id = await aDelivery();
    await claim(id);
    expect(await rescueExpiredDeliveries(pipeline.db)).toEqual([]);
    await expire(id);

    const found = await Promise.all([1, 2, 3].map(() => rescueExpiredDeliveries(pipeline.db)));

    expect(found.flat()).toMatchObject([{ rule: "R4", id, did: "rescued" }]);
    expect(await rowOf(id)).toMatchObject({ status: "pending", generation: 2, attempt: 0 });
  });

  it("gives up one at which a third worker in a row fell silent", async () => {
    const id = await aDelivery();
    for (let i = 0; i < 2; i += 1) {
      await claim(id);
      await expire(id);
      await rescueExpiredDeliveries(pipeline.db);
    }
    await claim(id);
    await expire(id);

    expect(await rescueExpiredDeliveries(pipeline.db)).toMatchObject([{ id, did: "poisoned" }]);
    expect(await rowOf(id)).toMatchObject({ status: "failed", status_reason: "poisoned" });
  });
});

const whereItIs = (state: "gone" | "waiting") => ({
  stateOf: () => Promise.resolve(state),
  holderOf: () => Promise.resolve(null),
  forget: () => Promise.resolve(),
});
const ofEpoch = (epoch: string) => ({ queue: "a queue", readEpoch: () => Promise.resolve(epoch) });

describe("a delivery whose doorbell the broker has lost", () => {
  it("gets another, and one that waits there is left alone", async () => {
    const id = await aDelivery();
    await publish(id);
    expect(await redispatchLostDeliveries(pipeline.db, whereItIs("waiting"), 60_000)).toEqual([]);
    expect(await redispatchLostDeliveries(pipeline.db, whereItIs("gone"), 60_000)).toMatchObject([
      { rule: "R2", subject: "delivery", id, did: "lost_by_broker" },
    ]);
    expect(await rowOf(id)).toMatchObject({ status: "pending", generation: 2 });
  });

  it("gets another at once when the broker has lost everything", async () => {
    await recordBrokerWindow(pipeline.db, "a queue", 10);
    const id = await aDelivery();
    await publish(id);
    await redispatchAfterLoss(pipeline.db, ofEpoch("first"));
    expect(await rowOf(id)).toMatchObject({ generation: 1 });
    await redispatchAfterLoss(pipeline.db, ofEpoch("second"));
    expect(await rowOf(id)).toMatchObject({ generation: 2 });
  });
});

describe("writeMissingDeliveryMessages()", () => {
  it("writes a message that got lost", async () => {
    const lost = await aDelivery();
    await psql(`delete from outbox where delivery_id = '${lost}'`);

    expect(await writeMissingDeliveryMessages(pipeline.db)).toMatchObject([
      { rule: "R6", id: lost, isAlarm: true },
    ]);
    expect(await writeMissingDeliveryMessages(pipeline.db)).toEqual([]);
  });
});

describe("releaseStalledDeliveries()", () => {
  it("lets go of what is held for nothing", async () => {
    const held = await aDelivery();
    await psql(`update webhook_deliveries set status = 'held' where id = '${held}'`);

    expect(await releaseStalledDeliveries(pipeline.db)).toMatchObject([
      { rule: "R7", id: held, did: "released" },
    ]);
    expect(await releaseStalledDeliveries(pipeline.db)).toEqual([]);
  });
});

describe("forgetOldWebhookEvents()", () => {
  it("deletes what was told long ago, and nothing that is still to be told", async () => {
    const [told, open, recent] = [await aDelivery(), await aDelivery(), await aDelivery()];
    for (const id of [told, recent]) await endAttempt(pipeline.db, await claim(id), OK, POLICY);
    await psql(
      `update webhook_events e set created_at = now() - interval '31 days' from webhook_deliveries d
       where d.event_id = e.id and d.id <> '${recent}'`,
    );

    await forgetOldWebhookEvents(pipeline.db, 30 * 86_400_000);

    const left = await psql<{ id: string }>("select id from webhook_deliveries");
    expect(left.map(({ id }) => id).toSorted()).toEqual([open, recent].toSorted());
  });
});

const claimAll = () => claimDueMessages(pipeline.db, { limit: 50, window: 10, claimMs: 60_000 });

async function workers(slots: number) {
  await psql(
    `insert into workers (id, host, pid, version, queues, concurrency) values ('w', 'h', 1, '1', '{}', ${slots})`,
  );
}

async function endpointsOf(messages: Awaited<ReturnType<typeof claimAll>>) {
  const ids = messages.flatMap((message) =>
    message.kind === "webhook" ? [message.deliveryId] : [],
  );
  return Promise.all(ids.map(async (id) => (await rowOf(id)).endpoint_id));
}

describe("claimDueMessages()", () => {
  it("lets a crowd for one endpoint stand before no other", async () => {
    await workers(16);
    const [crowded, quiet] = [await anEndpoint(), await anEndpoint()];
    for (let i = 0; i < 30; i += 1) await aDelivery(crowded);
    await aDelivery(quiet);

    const out = await endpointsOf(await claimAll());

    expect(out.filter((id) => id === crowded)).toHaveLength(2);
    expect(out.filter((id) => id === quiet)).toHaveLength(1);
    expect(await claimAll()).toEqual([]);
  });

  it("has deliveries take half of all slots, and none of the room of scans", async () => {
    await workers(8);
    for (let i = 0; i < 10; i += 1) await aDelivery();
    for (let i = 0; i < 12; i += 1) await pipeline.submit();

    const claimed = await claimAll();

    expect(claimed.filter(({ kind }) => kind === "webhook")).toHaveLength(4);
    expect(claimed.filter(({ kind }) => kind === "discover")).toHaveLength(10);
  });

  it("gives out another delivery as soon as one has ended", async () => {
    await workers(8);
    const endpoint = await anEndpoint();
    const [first, second] = [await aDelivery(endpoint), await aDelivery(endpoint)];
    expect(await claimAll()).toMatchObject([{ deliveryId: first }]);
    const taken = await claim(first);
    expect(await claimAll()).toEqual([]);

    await endAttempt(pipeline.db, taken, OK, POLICY);

    expect(await claimAll()).toMatchObject([{ deliveryId: second }]);
  });
});
