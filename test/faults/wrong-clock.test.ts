/** Processes whose clocks are off by an hour: the database's clock decides, and whatever is told is true. */
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { AWAITED_LOCKS, urlset, waitFor } from "@sitemap-scanner/testkit";
import { parseExposition } from "../../apps/api/test/exposition.ts";
import { aSiteThatPauses } from "../pipeline/pausing-site.ts";
import { setupScanner, type Api, type Backend } from "../pipeline/setup.ts";
import { explain, healthUntil } from "../pipeline/telling.ts";

const PRELOAD = join(import.meta.dirname, "preloads/wrong-clock.ts");
const HOUR_MS = 3_600_000;
/** No age and no wait of these tests comes near it. */
const FAR_S = 900;

const hoursAhead = (hours: number) => ({
  NODE_OPTIONS: `--import=${PRELOAD}`,
  CLOCK_AHEAD_MS: String(hours * HOUR_MS),
  CLOCK_STEP_MS: String(-2 * hours * HOUR_MS),
});

describe.each<[Backend, number, number]>([
  ["redis", 1, -1],
  // BullMQ on Postgres takes its times from the processes: one that is ahead would hold doorbells for an hour.
  ["postgres", -1, 1],
])("on %s, with the API's clock %i h ahead and the worker's %i h", (backend, ofApi, ofWorker) => {
  const scanner = setupScanner(backend);
  const CLOCK_OF_API = hoursAhead(ofApi);
  const CLOCK_OF_WORKER = hoursAhead(ofWorker);

  it("a scan keeps its lease and its deadline, is told truly, and outlives a clock that is set", async () => {
    const { site, release, middleOfFile, expectAllPagesOnce } = await aSiteThatPauses(scanner, {
      urls: 10_000,
    });
    const api = await scanner.startApi({ ...CLOCK_OF_API, CANARY_MS: "1500" });
    const worker = await scanner.startWorker({ ...CLOCK_OF_WORKER, CANARY_URL: api.origin });
    const { body } = await api.submit({ base_url: site.origin, max_pages: 100_000 });
    await middleOfFile(body.job_id);
    await untilRenewedPast(2 * Number(scanner.env["WORKER_LEASE_MS"]), body.job_id);

    const { health } = await healthUntil(api, isWellWithCanary, "a healthy system");
    expect(health.workers.map(({ alive }) => alive)).toEqual([true]);
    const ages = await agesOf(api);
    expect(ages.length).toBeGreaterThan(3);
    expect(ages.filter((age) => Math.abs(age) > FAR_S)).toEqual([]);
    expect(await explain(api, body.job_id)).not.toMatch(/\d (?:h|m)\b/);

    worker.kill("SIGUSR2");
    await worker.waitForLine(/the clock is set/);
    release();

    await expectAllPagesOnce(body.job_id);
    expect(await explain(api, body.job_id)).toMatch(/^Complete after [\d.]+ s:/);
    const [times] = await scanner.query(
      `select j.deadline_at - j.created_at = interval '6 hours' as deadline,
         f.duration_ms between 0 and extract(epoch from j.finished_at - j.created_at) * 1000 as duration,
         f.fetch_started_at between j.created_at and j.finished_at as fetch_start, t.rescues, t.lease
       from jobs j join tasks t using (job_id) join sitemap_files f on f.id = t.sitemap_file_id
       where j.job_id = '${body.job_id}'`,
    );
    expect(times).toEqual({
      deadline: true,
      duration: true,
      fetch_start: true,
      rescues: 0,
      lease: 1,
    });
  }, 90_000);

  it("a server that names the time to come back is asked then, neither at once nor much later", async () => {
    let returnAt = 0;
    const site = await scanner.startSite({
      "/robots.txt": "Sitemap: /s.xml\n",
      "/s.xml": () => {
        if (returnAt > 0) return urlset(["https://pages.example.com/1"]);
        // A date has no fractions of a second.
        returnAt = 1_000 * Math.ceil(Date.now() / 1_000 + 2);
        return { status: 503, headers: { "retry-after": new Date(returnAt).toUTCString() } };
      },
    });
    const [api] = await Promise.all([
      scanner.startApi(CLOCK_OF_API),
      scanner.startWorker(CLOCK_OF_WORKER),
    ]);

    const { body } = await api.submit({ base_url: site.origin });

    expect(await scanner.finished(body.job_id)).toMatchObject({ status: "complete" });
    const [, second] = site.requests.filter(({ url }) => url === "/s.xml");
    expect(second?.at.getTime()).toBeGreaterThan(returnAt - 1_000);
  });

  it("a worker that dies over a doorbell it has not answered is replaced in seconds", async () => {
    const site = await scanner.startSite({
      "/sitemap.xml": urlset(["https://pages.example.com/1"]),
    });
    const api = await scanner.startApi({ ...CLOCK_OF_API, RECONCILE_UNANSWERED_MS: "1000" });
    const { body } = await api.submit({ base_url: site.origin });
    const lock = await scanner.db.startTransaction().execute();
    await lock
      .selectFrom("jobs")
      .select("job_id")
      .where("job_id", "=", body.job_id)
      .forUpdate()
      .execute();
    const first = await scanner.startWorker(CLOCK_OF_WORKER);
    await untilSomebodyWaitsForALock();

    first.kill("SIGKILL");
    await first.exited;
    await lock.rollback().execute();
    await scanner.startWorker(CLOCK_OF_API);

    expect(await scanner.finished(body.job_id)).toMatchObject({ status: "complete" });
  }, 90_000);

  function untilRenewedPast(leaseMs: number, jobId: string): Promise<boolean> {
    return waitFor(
      async () => {
        const [task] = await scanner.query<{ renewed: boolean }>(
          `select lease_until > started_at + ${leaseMs} * interval '1 ms' as renewed
           from tasks where job_id = '${jobId}' and status = 'running'`,
        );
        return task?.renewed === true;
      },
      { what: "a lease that was renewed" },
    );
  }

  function untilSomebodyWaitsForALock(): Promise<boolean> {
    return waitFor(
      async () => {
        const waiting = await scanner.query(AWAITED_LOCKS);
        return waiting.length > 0;
      },
      { what: "the worker to wait for the job" },
    );
  }
});

function isWellWithCanary({
  ok,
  canary,
}: {
  ok: boolean;
  canary: { age_seconds: number | null } | null;
}) {
  return ok && canary !== null && canary.age_seconds !== null;
}

/** Everything in seconds that the API tells as of now. */
async function agesOf({ origin }: Api): Promise<number[]> {
  const families = parseExposition(await (await fetch(`${origin}/metrics`)).text());
  return [...families]
    .filter(([name, { type }]) => /^sitemap_scanner_.*_seconds$/.test(name) && type === "gauge")
    .flatMap(([, { samples }]) => samples.map(({ value }) => value));
}
