/** A look for breaches in a system so big that it takes half a minute. */
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openDatabase, type Db } from "@sitemap-scanner/database";
import { createLogger, readEnvironment } from "@sitemap-scanner/runtime";
import { createTestDatabase, waitFor, type TestDatabase } from "@sitemap-scanner/testkit";
import { sql } from "kysely";
import { composeApi, type Api } from "../../apps/api/src/index.ts";

let database: TestDatabase;
let db: Db;
let api: Api;
let origin: string;

/** An API at a database whose look for breaches takes so long, and finds one. */
async function startApi(seconds: number): Promise<void> {
  await sql`drop view invariant_violations`.execute(db);
  await sql`create view invariant_violations as select 'job_past_deadline'::text as code,
    'job'::text as subject, 'one'::text as subject_id, now() as since, 'late'::text as detail
    where (select pg_sleep(${sql.lit(seconds)})::text) is not null`.execute(db);
  const env = { DATABASE_URL: database.url, PORT: "0", CANARY_MS: "0" };
  const logger = createLogger({ level: "error", service: "api" });
  api = composeApi(readEnvironment(env), { logger });
  const { port } = await api.start();
  origin = `http://127.0.0.1:${port}`;
}

async function looks(): Promise<{ seconds: number }[]> {
  const { rows } = await sql<{ seconds: number }>`
    select extract(epoch from now() - query_start)::float8 as seconds from pg_stat_activity
    where datname = current_database() and state = 'active'
      and query like '%invariant_violations%' and pid <> pg_backend_pid()`.execute(db);
  return rows;
}

beforeEach(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, applicationName: "test" });
});
afterEach(async () => {
  await api.close();
  await db.destroy();
  await database.drop();
});

describe("a look for breaches", () => {
  it("that takes longer than a request may comes to its end, and is told", async () => {
    await startApi(22);

    const told = await waitFor(
      async () => {
        const health = await (await fetch(`${origin}/health`)).text();
        return health.includes("job_past_deadline");
      },
      { what: "the breach", timeoutMs: 40_000, everyMs: 500 },
    );

    expect(told).toBe(true);
  });

  it("that takes longer than any statement may is ended at the server too", async () => {
    await startApi(300);
    const longest: number[] = [0];

    await waitFor(
      async () => {
        const running = await looks();
        longest.push(...running.map(({ seconds }) => seconds));
        return running.length === 0 && Math.max(...longest) > 25;
      },
      { what: "the end of the look", timeoutMs: 45_000, everyMs: 200 },
    );

    expect(Math.max(...longest)).toBeLessThan(33);
  });
});
