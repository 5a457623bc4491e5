import { randomUUID } from "node:crypto";
import { Writable } from "node:stream";
import { afterEach, describe, expect, it } from "@jest/globals";
import { claimDueMessages, openDatabase } from "@sitemap-scanner/database";
import { createLogger, withTimeout } from "@sitemap-scanner/runtime";
import { createTestDatabase, startTcpProxy, testRedisUrl, waitFor } from "@sitemap-scanner/testkit";
import { sql } from "kysely";
import {
  createRelay,
  openBroker,
  type Broker,
  type Relay,
  type RelayOptions,
} from "../src/index.ts";

const OPTIONS = {
  pollMs: 50,
  batchSize: 10,
  window: 1_000,
  publishTimeoutMs: 2_000,
  claimMs: 5_000,
};
const logger = createLogger({ level: "error", service: "test" });

describe.each(["redis", "postgres"])("the relay, on %s", (backend) => {
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  });

  async function setup(messages: number) {
    const { url, drop } = await createTestDatabase();
    const db = openDatabase({ url, applicationName: "test" });
    const redisUrl = backend === "redis" ? testRedisUrl() : null;
    const broker = openBroker({ redisUrl, databaseUrl: url, prefix: `t-${randomUUID()}`, logger });
    closers.push(
      drop,
      () => db.destroy(),
      () => broker.close(),
    );
    await sql`
      with d as (insert into domains (domain) select 'd' || n || '.example.com' from generate_series(1, ${messages}::int) n returning id)
      insert into jobs (domain_id) select id from d`.execute(db);
    const relay = (options: Partial<RelayOptions> = {}, to: Broker = broker): Relay => {
      const made = createRelay({ db, broker: to, logger, ...OPTIONS, ...options });
      closers.push(() => made.close());
      return made;
    };
    const unpublished = async () => {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from outbox where published_at is null`.execute(db);
      return rows[0]?.n;
    };
    const published = () =>
      waitFor(async () => (await unpublished()) === 0, {
        what: "an empty outbox",
        timeoutMs: 20_000,
      });
    return { url, db, broker, relay, published, unpublished };
  }

  it("publishes what is due, batch by batch, after one kick", async () => {
    const { broker, relay, published } = await setup(35);

    relay({ poll: false }).kick();

    await published();
    expect(await broker.queues[0]?.getWaitingCount()).toBe(35);
  });

  it("publishes each message once when several run at the same time", async () => {
    const { db, broker, relay, published } = await setup(60);

    for (let i = 0; i < 3; i += 1) relay().start();

    await published();
    expect(await broker.queues[0]?.getWaitingCount()).toBe(60);
    const { rows } = await sql`select distinct tries from outbox`.execute(db);
    expect(rows).toEqual([{ tries: 1 }]);
  });

  it("takes a message again whose relay died between claim and mark", async () => {
    const { db, broker, relay, published } = await setup(1);
    await sql`update outbox set claimed_until = now() + interval '300 ms', tries = 1`.execute(db);

    relay().start();

    await published();
    expect(await broker.queues[0]?.getWaitingCount()).toBe(1);
  });

  it.each(["is not", "is"])(
    "holds up no message that %s published when the database goes, once it is back",
    async (published) => {
      const { url, broker, unpublished } = await setup(3);
      const proxy = await startTcpProxy({ target: url });
      const db = openDatabase({ url: proxy.through(url), applicationName: "test" });
      closers.push(
        () => proxy.close(),
        () => db.destroy(),
      );
      const failed = Promise.withResolvers<void>();
      const destination = new Writable({
        write(line, _encoding, done) {
          if (String(line).includes("relay pass failed")) failed.resolve();
          done();
        },
      });
      let isAway = false;
      let isFirst = true;
      const unlucky: Broker = {
        ...broker,
        async publish(rings) {
          if (!isFirst || published === "is") await broker.publish(rings);
          if (!isFirst) return;
          isFirst = false;
          isAway = true;
          await proxy.faults.refuse();
          proxy.faults.cut();
          if (published === "is not") throw new Error("Connection terminated");
        },
        async ping(timeoutMs) {
          if (isAway) throw new Error("Connection refused");
          await broker.ping(timeoutMs);
        },
      };
      const warnings = createLogger({ level: "warn", service: "test", destination });
      const unluckyRelay = createRelay({
        ...OPTIONS,
        claimMs: 60_000,
        db,
        broker: unlucky,
        logger: warnings,
      });
      closers.push(() => unluckyRelay.close());

      unluckyRelay.start();
      await failed.promise;
      isAway = false;
      await proxy.faults.heal();

      await waitFor(async () => (await unpublished()) === 0, { what: "all to be published" });
      expect(await broker.queues[0]?.getWaitingCount()).toBe(3);
    },
  );

  it("leaves a message that is not due yet", async () => {
    const { db, relay, published, unpublished } = await setup(2);
    await sql`update outbox set available_at = now() + interval '1 hour'
              where id = (select min(id) from outbox)`.execute(db);

    relay({ poll: false }).kick();

    await waitFor(async () => (await unpublished()) === 1, { what: "the one that is due" });
    await sql`update outbox set available_at = now()`.execute(db);
    relay({ poll: false }).kick();
    await published();
    expect(await unpublished()).toBe(0);
  });

  it("waits for no other relay while nothing is due", async () => {
    const { db } = await setup(0);

    const claimed = await db.transaction().execute(async (other) => {
      // What a relay holds while it claims.
      await sql`select pg_advisory_xact_lock(4713001)`.execute(other);
      return withTimeout(
        claimDueMessages(db, { limit: 10, window: 1_000, claimMs: 5_000 }),
        2_000,
        "look",
      );
    });

    expect(claimed).toEqual([]);
  });

  it("lets one bad message back off alone", async () => {
    const { db, broker, relay, unpublished } = await setup(10);
    const { rows } = await sql<{
      task_id: string;
    }>`select task_id from outbox order by id limit 1`.execute(db);
    const bad = rows[0]?.task_id;
    // A real broker behind it: only the one message is refused, as a whole batch would be with it.
    const picky: Broker = {
      ...broker,
      publish: (rings) =>
        rings.some((ring) => ring.kind !== "webhook" && ring.taskId === bad)
          ? Promise.reject(new Error("this one is refused"))
          : broker.publish(rings),
    };

    relay({ poll: false }, picky).kick();

    await waitFor(async () => (await unpublished()) === 1, { what: "all but the bad one" });
    const left = await waitFor(
      async () =>
        (
          await sql<{ last_error: string; later: boolean }>`
            select last_error, available_at > now() as later from outbox
            where published_at is null and last_error is not null`.execute(db)
        ).rows[0],
      { what: "the bad one to be put off" },
    );
    expect(left).toEqual({ last_error: "this one is refused", later: true });
  });

  it("rings nothing twice when a publish that timed out arrives after all", async () => {
    const { broker, relay, published } = await setup(3);
    const late: Broker = {
      ...broker,
      publish: async (rings) => {
        await broker.publish(rings);
        await new Promise(() => undefined);
      },
    };
    relay({ poll: false, publishTimeoutMs: 100 }, late).kick();
    await waitFor(async () => (await broker.queues[0]?.getWaitingCount()) === 3, {
      what: "the late publish",
    });

    relay().start();

    await published();
    expect(await broker.queues[0]?.getWaitingCount()).toBe(3);
  });
});
