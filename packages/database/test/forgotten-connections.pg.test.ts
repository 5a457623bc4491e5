import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { startTcpProxy, type TcpProxy } from "@sitemap-scanner/testkit";
import { sql } from "kysely";
import {
  inBoundedRead,
  inTransaction,
  isDatabaseAway,
  openDatabase,
  type Db,
} from "../src/index.ts";
import { setupDatabase } from "./setup.ts";

const direct = setupDatabase();
/** Long before a silent socket breaks by itself, which takes 35 s. */
const SOON_MS = 25_000;
const LOCK = sql`select pg_advisory_xact_lock(1)`;

describe("connections that a firewall has forgotten", () => {
  let proxy: TcpProxy;
  let db: Db;
  beforeEach(async () => {
    proxy = await startTcpProxy({ target: direct.url });
    const url = proxy.through(direct.url);
    db = openDatabase({ url, applicationName: "test", statementTimeoutMs: 3_000 });
  });
  afterEach(async () => {
    await proxy.close();
    await db.destroy();
  });

  const sleep = (seconds: number, on = db) => sql`select pg_sleep(${seconds})`.execute(on);

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

  it(
    "are told from those on which a statement takes long, or waits",
    async () => {
      const held = Promise.withResolvers<void>();
      // Longer than the pool's own statements may take, and than a silence of which nobody can be asked.
      const holder = inBoundedRead(db, 60_000, async (tx) => {
        await LOCK.execute(tx);
        held.resolve();
        await sleep(9, tx);
      });
      await held.promise;

      const waiting = inBoundedRead(db, 60_000, (tx) => LOCK.execute(tx));

      await expect(Promise.all([holder, waiting])).resolves.toHaveLength(2);
    },
    SOON_MS,
  );

  it(
    "are broken after the longest statement when the server cannot be asked",
    async () => {
      await sleep(0);
      proxy.faults.freeze();

      const [answer] = await Promise.allSettled([sleep(0)]);

      expect(answer).toMatchObject({ status: "rejected" });
      expect(answer.status === "rejected" && isDatabaseAway(answer.reason)).toBe(true);
    },
    SOON_MS,
  );
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
