/** What the API does by itself, and what it is asked: neither takes the other's connections. */
import { describe, expect, it } from "@jest/globals";
import { openDatabase, type Db } from "@sitemap-scanner/database";
import { createKey } from "@sitemap-scanner/pipeline";
import { createLogger, readEnvironment } from "@sitemap-scanner/runtime";
import { createTestDatabase, waitFor } from "@sitemap-scanner/testkit";
import { sql } from "kysely";
import { composeApi } from "../src/index.ts";
import { DEAD_REDIS, setupApi } from "./setup.ts";

const FEW = { DATABASE_POOL_SIZE: "2", RECONCILE_MS: "100" };
const JOBS = "/api/v3/sitemap/jobs";
const keyed = setupApi({ ...FEW, AUTH: "keys" });
const open = setupApi(FEW);

/** Holds a table so that nobody else so much as reads it, while `work` goes on. */
async function whileLocked<T>(db: Db, table: string, work: () => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql`lock table ${sql.table(table)} in access exclusive mode`.execute(tx);
    return work();
  });
}

async function makeLooksSlow(db: Db): Promise<void> {
  await sql`alter view invariant_violations rename to true_violations`.execute(db);
  await sql`create view invariant_violations as select * from true_violations
    where (select pg_sleep(25)::text) is not null`.execute(db);
}

async function countLooks(db: Db): Promise<number> {
  const { rows } = await sql`select 1 from pg_stat_activity where datname = current_database()
    and state = 'active' and query like '%invariant_violations%' and pid <> pg_backend_pid()`.execute(
    db,
  );
  return rows.length;
}

async function succeededAt(db: Db, loop: string): Promise<number> {
  const { rows } = await sql<{ at: Date | null }>`
    select succeeded_at as at from loops where name = ${loop}`.execute(db);
  return rows[0]?.at?.getTime() ?? 0;
}

describe("background work", () => {
  it("goes on while requests hold every connection of theirs", async () => {
    const { secret } = await createKey(keyed.db, {
      owner: "tester",
      scopes: ["scans:read"],
      expiresInSeconds: null,
    });
    const ask = () => keyed.http.get(JOBS).set("Authorization", `Bearer ${secret}`);

    const asked = await whileLocked(keyed.db, "api_keys", async () => {
      const requests = Promise.all([ask(), ask(), ask(), ask()]);
      const before = await succeededAt(keyed.db, "reconciler");
      await waitFor(async () => (await succeededAt(keyed.db, "reconciler")) > before + 500, {
        what: "passes of the reconciler beside requests that wait",
        timeoutMs: 4_000,
      });
      return { requests };
    });

    for (const { status } of await asked.requests) expect(status).toBe(200);
  });

  it("takes no connection from requests, however slow it is", async () => {
    await whileLocked(open.db, "loops", async () => {
      await open.http.get("/health");
      await waitFor(async () => (await countLooks(open.db)) === 1, { what: "a look that waits" });
      const askedAt = performance.now();

      const answers = await Promise.all([1, 2, 3, 4].map(() => open.http.get(JOBS)));

      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(performance.now() - askedAt).toBeLessThan(2_000);
    });
  });
});

describe("a look for breaches", () => {
  it("is ended at the server when the API closes, which is not held up by it", async () => {
    const { url, drop } = await createTestDatabase();
    const db = openDatabase({ url, applicationName: "test" });
    await makeLooksSlow(db);
    const env = { DATABASE_URL: url, REDIS_URL: DEAD_REDIS, PORT: "0", CANARY_MS: "0" };
    const logger = createLogger({ level: "error", service: "api" });
    const api = composeApi(readEnvironment(env), { logger });
    await api.start();
    await waitFor(async () => (await countLooks(db)) === 1, { what: "the first look" });

    const closedAt = performance.now();
    await api.close();

    expect(performance.now() - closedAt).toBeLessThan(5_000);
    expect(await countLooks(db)).toBe(0);
    await db.destroy();
    await drop();
  });
});
