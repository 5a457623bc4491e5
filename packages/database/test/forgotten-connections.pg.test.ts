import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { startTcpProxy, type TcpProxy } from "@sitemap-scanner/testkit";
import { sql } from "kysely";
import { inTransaction, isDatabaseAway, openDatabase, type Db } from "../src/index.ts";
import { setupDatabase } from "./setup.ts";

const direct = setupDatabase();
/** Long before a silent socket breaks by itself, which takes 35 s. */
const SOON_MS = 25_000;
/** Longer than it takes to break a connection. */
const LONG_S = 9;
const LOCK = sql`select pg_advisory_xact_lock(1)`;

describe("connections that a firewall has forgotten", () => {
  let proxy: TcpProxy;
  let db: Db;
  beforeEach(async () => {
    proxy = await startTcpProxy({ target: direct.url });
    db = openDatabase({ url: proxy.through(direct.url), applicationName: "test", poolSize: 10 });
  });
  afterEach(async () => {
    await proxy.close();
    await db.destroy();
  });

  const sleep = (seconds: number) => sql`select pg_sleep(${seconds})`.execute(db);

  it(
    "fail soon as if the database were away, give up their locks, and new ones take their place",
    async () => {
      const held = Promise.withResolvers<void>();
      const forgotten = Promise.withResolvers<void>();
      const holder = inTransaction(db, async (tx) => {
        await LOCK.execute(tx);
        held.resolve();
        await forgotten.promise;
        await sql`select 1`.execute(tx);
      });
      await held.promise;
      const asked = Array.from({ length: 9 }, () => sleep(2));
      await untilActive(9);
      proxy.faults.forget();
      forgotten.resolve();

      const answers = await Promise.allSettled([holder, ...asked]);

      for (const answer of answers)
        expect(answer).toMatchObject({ status: "rejected", reason: expect.any(Error) });
      const reasons = answers.map((answer) => answer.status === "rejected" && answer.reason);
      expect(reasons.every(isDatabaseAway)).toBe(true);
      await inTransaction(db, (tx) => LOCK.execute(tx));
    },
    SOON_MS,
  );

  it("are told from those on which a statement takes long, or waits, or nothing is asked", async () => {
    const held = Promise.withResolvers<void>();
    const slow = Promise.withResolvers<void>();
    const holder = inTransaction(db, async (tx) => {
      await LOCK.execute(tx);
      held.resolve();
      await slow.promise;
      return sql`select 1`.execute(tx);
    });
    await held.promise;
    const waiting = inTransaction(db, (tx) => LOCK.execute(tx));

    await sleep(LONG_S);
    slow.resolve();

    await expect(Promise.all([holder, waiting])).resolves.toHaveLength(2);
  });
});

async function untilActive(amount: number): Promise<void> {
  let active = 0;
  while (active < amount) {
    const { rows } = await sql<{ active: number }>`
      select count(*)::int as active from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'`.execute(
      direct.db,
    );
    active = rows[0]?.active ?? 0;
  }
}
