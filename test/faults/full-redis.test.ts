/** A Redis that takes nothing, or forgets what it holds: Postgres has it all, and everybody is told. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TASK_QUEUE } from "@sitemap-scanner/queue";
import { startRedis, urlset, waitFor, type Site, type TestRedis } from "@sitemap-scanner/testkit";
import { setupScanner, type Api, type Scanner } from "../pipeline/setup.ts";
import { doctor, explain, healthUntil, readMetric } from "../pipeline/telling.ts";

const PAGES = 10;
/** What begins the id of a doorbell: that of its task. */
const UUID_LENGTH = 36;
const FULL =
  "Redis takes nothing (OOM command not allowed when used memory > 'maxmemory'.): scans are accepted, and wait in the outbox";
const FORGETFUL =
  "Redis evicts keys (maxmemory-policy allkeys-lru), so doorbells may be lost: set noeviction";

/** A Redis of its own for the tests of the enclosing `describe`. */
function setupRedis() {
  let redis: TestRedis | undefined;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => redis?.stop());
  const send = async (command: string) => {
    if (!redis) throw new Error("Cannot use Redis before the first test");
    return redis.send(command);
  };
  return {
    env: () => ({ REDIS_URL: redis?.url ?? "", RECONCILE_UNANSWERED_MS: "300" }),
    send,
    configure: async (setting: string) =>
      expect(await send(`CONFIG SET ${setting}`)).toBe("+OK\r\n"),
  };
}

function aSite(scanner: Scanner): Promise<Site> {
  const sitemap = urlset({ count: PAGES, prefix: "https://pages.example.com/" });
  return scanner.startSite({ "/robots.txt": "Sitemap: /s.xml\n", "/s.xml": sitemap });
}

async function submit(api: Api, site: Site): Promise<string> {
  const { status, body } = await api.submit({ base_url: site.origin });
  expect(status).toBe(202);
  return body.job_id;
}

async function expectDone(scanner: Scanner, jobIds: readonly string[]): Promise<void> {
  for (const jobId of jobIds)
    expect(await scanner.finished(jobId)).toMatchObject({ status: "complete", pages_found: PAGES });
  expect(await scanner.query("select * from invariant_violations")).toEqual([]);
}

describe("while Redis is full", () => {
  const scanner = setupScanner("redis");
  const redis = setupRedis();

  it("scans are accepted and wait, whoever asks is told, and all go on when it has room again", async () => {
    const [begun, waiting] = [await aSite(scanner), await aSite(scanner)];
    const api = await scanner.startApi(redis.env());
    await scanner.startWorker(redis.env());
    // One that is under way: its file is to be published when Redis is full already.
    const reached = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    begun.set("/robots.txt", async () => {
      reached.resolve();
      await go.promise;
      return "Sitemap: /s.xml\n";
    });
    const first = await submit(api, begun);
    await reached.promise;
    await redis.configure("maxmemory 1");
    go.resolve();

    const second = await submit(api, waiting);

    const full = await healthUntil(api, ({ words }) => words.includes(FULL), "a full Redis");
    expect(full.status).toBe(503);
    const told = await doctor(api);
    expect(told.code).toBe(1);
    expect(told.printed).toContain(FULL);
    expect(await readMetric(api, "broker_fault", { fault: "refuses_writes" })).toBe(1);
    expect(await explain(api, second)).toBe(
      "pending: the broker (redis) takes nothing; the scan goes on when it does again",
    );
    // Each relay has tried once, and waits since.
    const waits = { generation: 1, attempt: 0, rescues: 0, published: false, tried_often: false };
    expect(await openTasks()).toEqual([
      { job_id: first, kind: "sitemap", ...waits },
      { job_id: second, kind: "discover", ...waits },
    ]);

    await redis.configure("maxmemory 0");

    await expectDone(scanner, [first, second]);
    expect(
      await scanner.query("select distinct generation, attempt, rescues, last_error from tasks"),
    ).toEqual([{ generation: 1, attempt: 1, rescues: 0, last_error: null }]);
    const well = await healthUntil(api, ({ ok }) => ok, "a healthy system");
    expect(well.status).toBe(200);
  });

  function openTasks() {
    return scanner.query(
      `select t.job_id, t.kind, t.generation, t.attempt, t.rescues,
         o.published_at is not null as published, o.tries > 2 as tried_often
       from tasks t left join outbox o on o.task_id = t.id where t.status = 'pending' order by t.kind desc`,
    );
  }
});

describe("while Redis may evict keys", () => {
  const scanner = setupScanner("redis");
  const redis = setupRedis();
  const key = (name: string) => `${scanner.env["QUEUE_PREFIX"]}:${TASK_QUEUE}:${name}`;

  async function submitThree(api: Api): Promise<string[]> {
    const jobIds: string[] = [];
    for (let i = 0; i < 3; i += 1) jobIds.push(await submit(api, await aSite(scanner)));
    return jobIds;
  }

  /**
   * The ids of all that wait in Redis, as no worker is there, as soon as they are for so many tasks. One task
   * may have several: with the mark of Redis' epoch evicted, all are rung anew.
   */
  function doorbells(amount: number): Promise<string[]> {
    return waitFor(
      async () => {
        const waiting = await redis.send(`LRANGE ${key("wait")} 0 -1`);
        const ids = waiting.match(/[0-9a-f-]{36}-\d+/g) ?? [];
        const tasks = new Set(ids.map((id) => id.slice(0, UUID_LENGTH)));
        return tasks.size === amount ? ids : undefined;
      },
      { what: `doorbells of ${amount} tasks in Redis` },
    );
  }

  it("whoever asks is told so, and scans are done all the same", async () => {
    await redis.configure("maxmemory-policy allkeys-lru");
    const api = await scanner.startApi(redis.env());
    await scanner.startWorker(redis.env());

    const jobId = await submit(api, await aSite(scanner));

    const forgetful = await healthUntil(
      api,
      ({ words }) => words.includes(FORGETFUL),
      "the policy",
    );
    expect(forgetful.status).toBe(503);
    expect(await doctor(api)).toMatchObject({
      code: 1,
      printed: expect.stringContaining(FORGETFUL),
    });
    expect(await readMetric(api, "broker_fault", { fault: "evicts_keys" })).toBe(1);
    await expectDone(scanner, [jobId]);
    await redis.configure("maxmemory-policy noeviction");
    await healthUntil(api, ({ ok }) => ok, "a healthy system");
    expect(await readMetric(api, "broker_fault", { fault: "evicts_keys" })).toBe(0);
  });

  it("scans are done whose doorbells it has evicted, wholly or but for their ids", async () => {
    const api = await scanner.startApi(redis.env());
    const evicted = await submitThree(api);
    await doorbells(3);
    await redis.configure("maxmemory-policy allkeys-lru");
    await redis.configure("maxmemory 4mb");
    await waitFor(
      async () => {
        for (let i = 0; i < 8; i += 1)
          await redis.send(`SETRANGE filler-${crypto.randomUUID()} 500000 x`);
        return (await redis.send(`KEYS ${key("*")}`)) === "*0\r\n";
      },
      { what: "every key of the queue to be evicted", everyMs: 10, timeoutMs: 20_000 },
    );
    await redis.configure("maxmemory 0");
    const emptied = await submitThree(api);
    // Those that were evicted are rung again, as the API has a reconciler, too.
    const ids = await doorbells(6);
    expect(await redis.send(`DEL ${ids.map(key).join(" ")}`)).toBe(`:${ids.length}\r\n`);

    await scanner.startWorker(redis.env());

    await expectDone(scanner, [...evicted, ...emptied]);
    const searches = await scanner.query<{ generation: number }>(
      "select generation from tasks where kind = 'discover' order by created_at desc limit 6",
    );
    expect(searches.every(({ generation }) => generation > 1)).toBe(true);
  });
});
