import { Writable } from "node:stream";
import { beforeEach, describe, expect, it } from "@jest/globals";
import {
  inTransaction,
  linkLiveJob,
  listLoops,
  queueDomain,
  type Db,
} from "@sitemap-scanner/database";
import { createLogger } from "@sitemap-scanner/runtime";
import { AWAITED_LOCKS, waitFor } from "@sitemap-scanner/testkit";
import { sql } from "kysely";
import { createIntake, createTakeQueuedDomain } from "../src/index.ts";
import { POLICY, setupPipeline } from "./setup.ts";

const pipeline = setupPipeline();

class RefusedError extends Error {
  readonly code = "target_not_public";
}

function anIntake(options: { maxLive?: number; everyMs?: number; db?: Db } = {}) {
  return createIntake({
    db: pipeline.db,
    logger: createLogger({ level: "error", service: "test", destination: discard() }),
    onTaken: () => undefined,
    ...POLICY,
    everyMs: 20,
    maxLive: 1_000,
    defaultMaxPages: 50,
    checkUrl(url) {
      if (url.startsWith("https://10."))
        throw new RefusedError("Cannot fetch the URL: it is private");
    },
    ...options,
  });
}

async function rows<T>(statement: string): Promise<T[]> {
  return (await sql<T>`${sql.raw(statement)}`.execute(pipeline.db)).rows;
}

interface DomainNow {
  status: string;
  error: string | null;
  code: string | null;
  jobs: number;
}

async function stateOf(domain: string): Promise<DomainNow | undefined> {
  const [state] = await rows<DomainNow>(
    `select sitemap_analysis_status as status, sitemap_analysis_error as error, j.error ->> 'code' as code,
       (select count(*)::int from jobs where domain_id = d.id) as jobs
     from domains d left join jobs j on j.job_id = d.latest_job_id where domain = '${domain}'`,
  );
  return state;
}

const aScheduled = (domain: string, every: string, next: string) =>
  rows(
    `insert into domains (domain, rescan_every, next_scan_at) values ('${domain}', ${every}, ${next})`,
  );

async function waitOf(domain: string): Promise<number | undefined> {
  const [row] = await rows<{ wait: number }>(
    `select extract(epoch from next_scan_at - now())::float8 as wait from domains where domain = '${domain}'`,
  );
  return row?.wait;
}

const breaches = () =>
  rows(`select code from invariant_violations where code = 'domain_not_taken'`);
const noteIntake = (ended: string, ago: string) =>
  rows(`insert into loops (name, succeeded_at, detail) values ('intake', now() - interval '${ago}', '{"ended": "${ended}"}')
    on conflict (name) do update set succeeded_at = excluded.succeeded_at, detail = excluded.detail`);

beforeEach(async () => {
  // Each test has the queue and the room to itself.
  await rows(`update jobs set status = 'cancelled' where status in ('pending', 'running')`);
  await rows(
    `update domains d set sitemap_analysis_status = coalesce(
        (select domain_status_of(j.status) from jobs j where j.job_id = d.latest_job_id), 'new')
      where sitemap_analysis_status = 'queued'`,
  );
  await rows(`update domains set rescan_every = null`);
});

describe("the intake", () => {
  it("makes a pending job of a queued domain, as an operator would ask for it", async () => {
    await queueDomain(pipeline.db, "one.example.com");

    expect(await anIntake().runOnce()).toEqual({ taken: 1, queued: 0 });

    expect(await stateOf("one.example.com")).toMatchObject({ status: "submitted", jobs: 1 });
    expect(await rows(`select source, max_pages from jobs where status = 'pending'`)).toEqual([
      { source: "intake", max_pages: 50 },
    ]);
  });

  it("links the live scan of a domain instead of making a second one", async () => {
    const jobId = await pipeline.submit({ domain: "live.example.com" });
    await queueDomain(pipeline.db, "live.example.com");

    expect(await anIntake().runOnce()).toEqual({ taken: 1, queued: 0 });

    expect(await stateOf("live.example.com")).toMatchObject({ status: "submitted", jobs: 1 });
    expect(await rows(`select job_id from jobs where status = 'pending'`)).toEqual([
      { job_id: jobId },
    ]);
  });

  it("makes a job of a domain that was queued during a scan which ended before it came", async () => {
    const jobId = await pipeline.submit({ domain: "again.example.com" });
    await queueDomain(pipeline.db, "again.example.com");
    await rows(`update jobs set status = 'cancelled' where job_id = '${jobId}'`);

    expect(await stateOf("again.example.com")).toMatchObject({ status: "queued", jobs: 1 });
    expect(await anIntake().runOnce()).toEqual({ taken: 1, queued: 0 });

    expect(await stateOf("again.example.com")).toMatchObject({ status: "submitted", jobs: 2 });
  });

  it("links a scan that is just ending, and the domain says how it ended", async () => {
    const jobId = await pipeline.submit({ domain: "ending.example.com" });
    await queueDomain(pipeline.db, "ending.example.com");
    const [{ id } = { id: "" }] = await rows<{ id: string }>(
      "select id from domains where domain = 'ending.example.com'",
    );

    const ended = await inTransaction(pipeline.db, async (tx) => {
      await sql`select from domains where id = ${id} for update`.execute(tx);
      await linkLiveJob(tx, id, jobId);
      let isEnded = false;
      const end = rows(`update jobs set status = 'cancelled' where job_id = '${jobId}'`).finally(
        () => (isEnded = true),
      );
      await waitFor(async () => isEnded || (await rows(AWAITED_LOCKS)).length > 0, {
        what: "the end of the scan to come to the domain",
      });
      return { end };
    });
    await ended.end;

    expect(await stateOf("ending.example.com")).toMatchObject({
      status: "failed",
      error: "cancelled",
    });
  });

  it("takes whoever has waited longest, whatever else was done to its row since", async () => {
    const names = ["a", "b", "c"].map((name) => `${name}.order.example`);
    for (const name of names) await queueDomain(pipeline.db, name);
    await rows(
      `update domains set rescan_every = '1 day', next_scan_at = 'infinity' where domain = '${names[0]}'`,
    );
    const take = createTakeQueuedDomain({ db: pipeline.db, ...POLICY, defaultMaxPages: 50 });

    const taken = [await take(), await take(), await take(), await take()];

    expect(taken.map((one) => one?.domain)).toEqual([...names, undefined]);
  });

  it.each([
    ["10.0.0.7", "target_not_public", /private/],
    ["not..a..host", "invalid_domain", /host name is impossible/],
    ["münchen.example", "invalid_domain", /kept as "xn--mnchen-3ya.example"/],
    ["example.com:443", "invalid_domain", /kept as "example.com"/],
  ])("fails %s at once with %s, and goes on with the next", async (bad, code, message) => {
    await queueDomain(pipeline.db, bad);
    await queueDomain(pipeline.db, "after.example.com");

    expect(await anIntake().runOnce()).toEqual({ taken: 2, queued: 0 });

    expect(await stateOf(bad)).toEqual({
      status: "failed",
      error: expect.stringMatching(message),
      code,
      jobs: 1,
    });
    expect(await stateOf("after.example.com")).toMatchObject({ status: "submitted" });
    expect(await anIntake().runOnce()).toEqual({ taken: 0, queued: 0 });
  });

  it("passes over a domain that it cannot take by a fault of ours", async () => {
    await rows(`create or replace function refuse_cursed() returns trigger language plpgsql as $$ begin
      if (select domain from domains where id = new.domain_id) = 'cursed.example' then raise exception 'cursed'; end if;
      return new; end $$`);
    await rows(
      `create trigger a_refuse_cursed before insert on jobs for each row execute function refuse_cursed()`,
    );
    await queueDomain(pipeline.db, "cursed.example");
    await queueDomain(pipeline.db, "blessed.example");

    const pass = await anIntake().runOnce();

    await rows(`drop trigger a_refuse_cursed on jobs`);
    expect(pass).toEqual({ taken: 1, queued: 0 });
    expect(await stateOf("blessed.example")).toMatchObject({ status: "submitted" });
    expect(await stateOf("cursed.example")).toMatchObject({ status: "queued", jobs: 0 });
  });

  it("leaves domains queued while there is no room, and goes on when there is", async () => {
    for (let n = 0; n < 5; n += 1) await queueDomain(pipeline.db, `n${n}.full.example`);
    const intake = anIntake({ maxLive: 2 });

    expect((await intake.runOnce()).taken).toBe(2);
    expect((await intake.runOnce()).taken).toBe(0);
    await rows(`update jobs set status = 'cancelled' where status = 'pending'`);
    expect((await intake.runOnce()).taken).toBe(2);
  });

  it("takes each domain once, however many are at it", async () => {
    await rows(`insert into domains (domain, sitemap_analysis_status)
      select 'm' || n || '.many.example', 'queued' from generate_series(1, 60) n`);

    const passes = await Promise.all([1, 2, 3, 4].map(() => anIntake().runOnce()));

    expect(passes.reduce((sum, { taken }) => sum + taken, 0)).toBe(60);
    expect(
      await rows(`select count(*)::int as jobs, count(distinct domain_id)::int as domains
        from jobs join domains d on d.id = domain_id where domain like '%.many.example'`),
    ).toEqual([{ jobs: 60, domains: 60 }]);
  });

  it("looks by itself once it is started, and notes its success", async () => {
    const intake = anIntake();
    intake.start();
    await queueDomain(pipeline.db, "by-itself.example");

    await waitFor(async () => (await stateOf("by-itself.example"))?.status === "submitted", {
      timeoutMs: 5_000,
      what: "the intake to take the domain",
    });
    await intake.close();

    const loop = (await listLoops(pipeline.db)).find(({ name }) => name === "intake");
    expect(loop?.seconds_since_success).toBeLessThan(10);
  });
});

describe("a domain with a schedule", () => {
  it("is scanned when its time has come, or was never set, and again a period later", async () => {
    await aScheduled("due.example", "'6 hours'", "now() - interval '3 days'");
    await aScheduled("unset.example", "'1 day'", "null");
    await aScheduled("later.example", "'1 day'", "now() + interval '1 minute'");

    expect(await anIntake().runOnce()).toEqual({ taken: 2, queued: 2 });

    expect(await stateOf("later.example")).toMatchObject({ status: "new", jobs: 0 });
    expect(await waitOf("due.example")).toBeGreaterThan(6 * 3_600 - 60);
    expect(await waitOf("due.example")).toBeLessThanOrEqual(6 * 3_600);
    expect(await anIntake().runOnce()).toEqual({ taken: 0, queued: 0 });
  });

  it.each([
    ["zero", "'0'"],
    ["negative", "'-1 day'"],
    ["of a millisecond", "'1 millisecond'"],
    ["of millions of years", "'170000000 years'"],
  ])("is scanned once, not on and on, with an interval that is %s", async (what, every) => {
    const domain = `${what.replaceAll(" ", "-")}.interval.example`;
    await aScheduled(domain, every, "null");

    expect((await anIntake().runOnce()).queued).toBe(1);
    await rows(`update jobs set status = 'cancelled' where status = 'pending'`);
    expect((await anIntake().runOnce()).queued).toBe(0);

    expect(await waitOf(domain)).toBeGreaterThan(50);
  });

  it("is not queued while a scan of it is live: that one is the scan that was due", async () => {
    await pipeline.submit({ domain: "busy.example" });
    await rows(`update domains set rescan_every = '1 hour' where domain = 'busy.example'`);

    expect(await anIntake().runOnce()).toEqual({ taken: 0, queued: 0 });

    expect(await stateOf("busy.example")).toMatchObject({ status: "submitted", jobs: 1 });
    expect(await waitOf("busy.example")).toBeGreaterThan(3_500);
  });
});

describe("a domain that is queued for over a minute", () => {
  it("is a breach, unless the intake is at work and has no room", async () => {
    await queueDomain(pipeline.db, "waits.example");
    expect(await breaches()).toEqual([]);
    await rows(`alter table domains disable trigger user`);
    await rows(
      `update domains set queued_at = now() - interval '61 seconds' where domain = 'waits.example'`,
    );
    await rows(`alter table domains enable trigger user`);

    const seen: number[] = [];
    for (const [ended, ago] of [
      ["empty", "1 second"],
      ["full", "1 second"],
      ["limit", "1 second"],
      ["full", "2 minutes"],
    ] as const) {
      await noteIntake(ended, ago);
      seen.push((await breaches()).length);
    }
    expect(seen).toEqual([1, 0, 0, 1]);

    await anIntake().runOnce();
    expect(await breaches()).toEqual([]);
  });
});

/** What the intake warns of is what the test is about. */
function discard() {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
