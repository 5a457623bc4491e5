import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { claimDueMessages, markPublished, openDatabase, type Db } from "@sitemap-scanner/database";
import { createTestDatabase } from "@sitemap-scanner/testkit";
import * as fc from "fast-check";
import { sql } from "kysely";

let db: Db;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await createTestDatabase();
  drop = database.drop;
  db = openDatabase({ url: database.url, applicationName: "test" });
});
afterAll(async () => {
  await db.destroy();
  await drop();
});
beforeEach(async () => {
  await sql`truncate domains, jobs, tasks, outbox, sitemap_files, job_events cascade`.execute(db);
});

/** Jobs that have begun, each with as many files due as given; their searches are over. */
async function begunJobs(...files: number[]): Promise<void> {
  for (const [n, count] of files.entries()) {
    await sql`
      with d as (insert into domains (domain) values (${`begun-${n}.example.com`}) returning id)
      insert into jobs (domain_id, task_window) select id, 1000 from d`.execute(db);
    await sql`
      with job as (select job_id, domain_id from jobs order by created_at desc limit 1),
      searched as (
        update tasks set status = 'cancelled' from job where tasks.job_id = job.job_id),
      f as (
        insert into sitemap_files (domain_id, job_id, url, url_hash, discovered_via)
        select domain_id, job_id, 'https://x/' || i, decode(md5(job_id::text || i), 'hex'), 'robots'
        from job, generate_series(1, ${count}::int) i returning id, job_id)
      insert into tasks (job_id, kind, sitemap_file_id) select job_id, 'sitemap', id from f order by id`.execute(
      db,
    );
  }
}

async function newJobs(count: number): Promise<void> {
  await sql`
    with d as (insert into domains (domain) select 'new-' || i || '.example.com'
               from generate_series(1, ${count}::int) i returning id)
    insert into jobs (domain_id) select id from d`.execute(db);
}

/** Claims and marks a batch. @returns the jobs of the messages, as names of their domains */
async function publish(claim: { limit: number; window: number }): Promise<string[]> {
  const messages = await claimDueMessages(db, { ...claim, claimMs: 60_000 });
  const ids = messages.map((message) => message.id);
  await markPublished(db, ids);
  const { rows } = await sql<{ domain: string }>`
    select d.domain from unnest(${ids}::bigint[]) with ordinality as m (id, n)
    join outbox o on o.id = m.id join tasks t on t.id = o.task_id
    join jobs j on j.job_id = t.job_id join domains d on d.id = j.domain_id order by m.n`.execute(
    db,
  );
  return rows.map(({ domain }) => domain.replace(".example.com", ""));
}

describe("claimDueMessages()", () => {
  it("gives the broker no more than its window, and more as soon as tasks are started", async () => {
    await newJobs(12);

    expect(await publish({ limit: 100, window: 5 })).toHaveLength(5);
    expect(await publish({ limit: 100, window: 5 })).toHaveLength(0);
    await sql`update tasks set status = 'running', lease = 1, lease_until = now() + interval '1 min'
      where id in (select task_id from outbox where published_at is not null limit 2)`.execute(db);
    expect(await publish({ limit: 100, window: 5 })).toHaveLength(2);
  });

  it("keeps to the window however many relays claim at the same time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 6 }),
        async (window, limits) => {
          await sql`truncate domains, jobs, tasks, outbox, job_events cascade`.execute(db);
          await newJobs(40);

          const claims = await Promise.all(
            limits.map((limit) => claimDueMessages(db, { limit, window, claimMs: 60_000 })),
          );

          const ids = claims.flat().map((message) => message.id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids.length).toBe(
            Math.min(
              window,
              limits.reduce((sum, limit) => sum + limit, 0),
            ),
          );
        },
      ),
      { numRuns: 25 },
    );
  });

  it("lets no job with many files stand before one with few", async () => {
    await begunJobs(20, 1, 2);

    expect((await publish({ limit: 5, window: 100 })).toSorted()).toEqual([
      "begun-0",
      "begun-0",
      "begun-1",
      "begun-2",
      "begun-2",
    ]);
  });

  it("lets a crowd of new jobs hold up neither those that have begun, nor the reverse", async () => {
    await newJobs(30);
    await begunJobs(3, 3);

    const first = await publish({ limit: 6, window: 100 });
    expect(first.filter((name) => name.startsWith("begun"))).toHaveLength(3);
    const second = await publish({ limit: 10, window: 100 });
    expect(second.filter((name) => name.startsWith("begun"))).toHaveLength(3);
  });
});
