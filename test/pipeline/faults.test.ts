import { expect, it } from "@jest/globals";
import { waitFor } from "@sitemap-scanner/testkit";
import { onBothBackends, setupScanner, type Scanner } from "./setup.ts";

const URLS = 50_000;

/** A site whose one sitemap stops in the middle until `release` is called. */
async function aSiteThatPauses(scanner: Scanner) {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let requests = 0;
  const site = await scanner.startSite({
    "/robots.txt": "Sitemap: /sitemap.xml\n",
    "/sitemap.xml": () => {
      requests += 1;
      return requests === 1 ? pausing(released) : urls(0, URLS);
    },
  });
  return { site, release };
}

async function* pausing(released: Promise<void>): AsyncGenerator<string> {
  yield* urls(0, URLS / 2, { end: false });
  await released;
  yield* urls(URLS / 2, URLS, { begin: false });
}

async function* urls(from: number, to: number, { begin = true, end = true } = {}) {
  if (begin)
    yield '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">';
  for (let i = from; i < to; i += 100) {
    let chunk = "";
    for (let j = i; j < i + 100; j += 1)
      chunk += `<url><loc>https://pages.example.com/${j}</loc></url>`;
    yield chunk;
  }
  if (end) yield "</urlset>";
}

async function middleOfFile(scanner: Scanner, jobId: string): Promise<void> {
  await waitFor(
    async () => {
      const [job] = await scanner.query<{ pages_found: number }>(
        `select pages_found from jobs where job_id = '${jobId}'`,
      );
      return (job?.pages_found ?? 0) >= 10_000;
    },
    { timeoutMs: 30_000, what: "10,000 pages" },
  );
}

async function expectAllPagesOnce(scanner: Scanner, jobId: string): Promise<void> {
  expect(await scanner.finished(jobId, 60_000)).toMatchObject({
    status: "complete",
    pages_found: URLS,
    pages_new: URLS,
  });
  expect(
    await scanner.query(
      `select count(*)::int as rows, count(distinct url)::int as urls,
         (select sum(pages_found)::int from sitemap_files where job_id = '${jobId}') as of_files
       from pages where last_seen_job_id = '${jobId}'`,
    ),
  ).toEqual([{ rows: URLS, urls: URLS, of_files: URLS }]);
  expect(await scanner.query("select * from invariant_violations")).toEqual([]);
}

onBothBackends("a worker", (backend) => {
  const scanner = setupScanner(backend);

  it("killed in the middle of a file is replaced: no page twice, counters equal to rows", async () => {
    const { site } = await aSiteThatPauses(scanner);
    const api = await scanner.startApi();
    const first = await scanner.startWorker();
    const { body } = await api.submit({ base_url: site.origin, max_pages: 100_000 });
    await middleOfFile(scanner, body.job_id);

    first.kill("SIGKILL");
    await first.exited;
    await scanner.startWorker();

    await expectAllPagesOnce(scanner, body.job_id);
    expect(
      await scanner.query(
        `select rescues, lease from tasks where job_id = '${body.job_id}' and kind = 'sitemap'`,
      ),
    ).toEqual([{ rescues: 1, lease: 2 }]);
  }, 90_000);

  it("told to stop in the middle of a file hands it back, burns no attempt, and exits with 0", async () => {
    const { site } = await aSiteThatPauses(scanner);
    const api = await scanner.startApi();
    const first = await scanner.startWorker();
    const { body } = await api.submit({ base_url: site.origin, max_pages: 100_000 });
    await middleOfFile(scanner, body.job_id);

    first.kill("SIGTERM");

    expect(await first.exited).toEqual({ code: 0, signal: null });
    expect(
      await scanner.query(
        `select status, status_reason, attempt, rescues from tasks
         where job_id = '${body.job_id}' and kind = 'sitemap'`,
      ),
    ).toEqual([{ status: "pending", status_reason: "worker_stopped", attempt: 0, rescues: 0 }]);
    await scanner.startWorker();
    await expectAllPagesOnce(scanner, body.job_id);
  }, 90_000);

  it("that was given up for dead writes nothing when it comes back", async () => {
    const { site, release } = await aSiteThatPauses(scanner);
    const api = await scanner.startApi();
    const zombie = await scanner.startWorker();
    const { body } = await api.submit({ base_url: site.origin, max_pages: 100_000 });
    await middleOfFile(scanner, body.job_id);

    zombie.kill("SIGSTOP");
    await scanner.startWorker();
    await expectAllPagesOnce(scanner, body.job_id);
    release();
    zombie.kill("SIGCONT");
    await zombie.waitForLine(/lease lost/);

    await expectAllPagesOnce(scanner, body.job_id);
  }, 90_000);
});
