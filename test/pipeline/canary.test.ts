/** The scan that the system makes of a site of its own, with real processes: as long as it comes through, all do. */
import { afterEach, describe, expect, it } from "@jest/globals";
import { readCanary } from "@sitemap-scanner/database";
import { createKey } from "@sitemap-scanner/pipeline";
import { waitFor } from "@sitemap-scanner/testkit";
import { onBothBackends, setupScanner, type Backend, type Scanner } from "./setup.ts";

const CANARY_MS = 250;
/** What would make it late: it is made every 250 ms, and takes a fraction of a second. */
const LATE_SECONDS = 4;
/** Production opens no private network, and the canary needs none. */
const PRODUCTION = { MODE: "production", FETCH_ALLOW_PRIVATE: "", CANARY_MS: String(CANARY_MS) };

function completedCanaries(scanner: Scanner): Promise<{ job_id: string; pages_found: number }[]> {
  return scanner.query(
    `select job_id, pages_found from jobs where source = 'canary' and status = 'complete'`,
  );
}

function untilCompleted(scanner: Scanner, amount: number) {
  return waitFor(
    async () => {
      const completed = await completedCanaries(scanner);
      return completed.length >= amount ? completed : undefined;
    },
    { timeoutMs: 30_000, what: `${amount} canaries to come through` },
  );
}

function untilAge(scanner: Scanner, isSo: (seconds: number) => boolean) {
  return waitFor(
    async () => {
      const { age_seconds: age } = await readCanary(scanner.db);
      return age !== null && isSo(age) ? age : undefined;
    },
    { timeoutMs: 30_000, what: "the canary to be of that age" },
  );
}

/** Production asks for a key, and leaves no canary of one test to the next. */
function setup(backend: Backend) {
  const scanner = setupScanner(backend);
  const owner = { owner: "operator", scopes: ["admin" as const], expiresInSeconds: null };
  afterEach(() =>
    scanner.query(`update jobs set status = 'cancelled' where status in ('pending', 'running')`),
  );
  return { scanner, aKey: async () => (await createKey(scanner.db, owner)).secret };
}

onBothBackends("the canary, in production mode", (backend) => {
  const { scanner, aKey } = setup(backend);

  it("comes through again and again, grows old without workers, and comes back with them", async () => {
    const api = await scanner.startApi(PRODUCTION, await aKey());
    const forWorker = { ...PRODUCTION, CANARY_URL: api.origin };
    const worker = await scanner.startWorker(forWorker);

    const completed = await untilCompleted(scanner, 4);
    expect(new Set(completed.map((job) => job.pages_found))).toEqual(new Set([3]));
    expect((await readCanary(scanner.db)).latency_seconds).toBeLessThan(LATE_SECONDS);

    worker.kill("SIGKILL");
    await untilAge(scanner, (seconds) => seconds > LATE_SECONDS);
    expect((await readCanary(scanner.db)).live_for_seconds).toBeGreaterThan(0);

    await scanner.startWorker(forWorker);
    await untilAge(scanner, (seconds) => seconds < 1);
    expect(await scanner.query("select code from invariant_violations")).toEqual([]);
  });
});

describe("the canary, in production mode, whatever the broker,", () => {
  const { scanner, aKey } = setup("redis");

  it("shows in no listing, and opens no way to the API for anybody's scan", async () => {
    const key = await aKey();
    const api = await scanner.startApi(PRODUCTION, key);
    await scanner.startWorker({ ...PRODUCTION, CANARY_URL: api.origin });
    await untilCompleted(scanner, 1);

    for (const path of ["/api/v3/sitemap/jobs", "/api/v3/domains"]) {
      const response = await fetch(`${api.origin}${path}`, {
        headers: { authorization: `Bearer ${key}` },
      });
      expect(await response.json()).toMatchObject({ data: [] });
    }

    expect((await api.submit({ base_url: api.origin })).body.code).toBe("target_not_public");
    const other = new URL(api.origin).host.replace("127.0.0.1", "localhost");
    const [job] = await scanner.query<{ job_id: string }>(
      `with d as (insert into domains (domain) values ('${other}') returning id)
       insert into jobs (domain_id, params) select id, '{"scheme": "http"}' from d returning job_id`,
    );
    expect(await scanner.finished(job?.job_id ?? "")).toMatchObject({
      status: "failed",
      error: { code: "target_not_public" },
    });
  });

  it("is refused by a worker that was not told where the API is", async () => {
    await scanner.startApi(PRODUCTION, await aKey());
    await scanner.startWorker({ ...PRODUCTION, CANARY_URL: "http://127.0.0.1:1" });

    const [job] = await waitFor(
      async () => {
        const failed = await scanner.query<{ error: { code: string } }>(
          `select error from jobs where source = 'canary' and status = 'failed'`,
        );
        return failed.length > 0 ? failed : undefined;
      },
      { timeoutMs: 30_000, what: "a canary to fail" },
    );

    expect(job?.error.code).toBe("target_not_public");
  });
});

describe("the API, in production mode", () => {
  const scanner = setupScanner("postgres");

  it("does not start before there is a key that somebody could use it with", async () => {
    const started = scanner.startApi(PRODUCTION);

    await expect(started).rejects.toThrow(/there is no key that can be used/);
  });
});
