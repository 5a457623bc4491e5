/** The fault that this product exists for: a job row was committed, and nobody started the work. */
import { afterEach, expect, it } from "@jest/globals";
import { composeApi } from "../../apps/api/src/compose.ts";
import { createTakeQueuedDomain } from "@sitemap-scanner/pipeline";
import { createLogger, readEnvironment } from "@sitemap-scanner/runtime";
import { urlset, waitFor, type Site } from "@sitemap-scanner/testkit";
import { composeWorker } from "../../apps/worker/src/compose.ts";
import { onBothBackends, setupScanner, type Scanner } from "./setup.ts";

const PAGES = 25;

function aSite(scanner: Scanner): Promise<Site> {
  return scanner.startSite({
    "/robots.txt": "Sitemap: /sitemap.xml\n",
    "/sitemap.xml": urlset({ count: PAGES, prefix: "https://pages.example.com/p" }),
  });
}

/** Pending at once, with its domain; and complete in the end, with its file and its pages. */
async function expectDone(scanner: Scanner, jobId: string, site: Site): Promise<void> {
  const job = await scanner.finished(jobId);
  expect(job).toMatchObject({ status: "complete", pages_found: PAGES, sitemaps_read: 1 });
  expect(
    await scanner.query(
      `select d.domain, count(distinct f.id)::int as files, count(p.*)::int as pages
       from domains d left join sitemap_files f on f.domain_id = d.id left join pages p on p.sitemap_file_id = f.id
       where f.job_id = '${jobId}' group by 1`,
    ),
  ).toEqual([{ domain: site.domain, files: 1, pages: PAGES }]);
  expect(await scanner.query("select * from invariant_violations")).toEqual([]);
}

async function expectPendingWithDomain(scanner: Scanner, jobId: string, site: Site): Promise<void> {
  expect(
    await scanner.query(
      `select status, result_data ->> 'domain' as domain from jobs where job_id = '${jobId}'`,
    ),
  ).toEqual([{ status: "pending", domain: site.domain }]);
}

onBothBackends("a committed job is started", (backend) => {
  const scanner = setupScanner(backend);
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  it("when it came by HTTP", async () => {
    const site = await aSite(scanner);
    const api = await scanner.startApi();

    const { status, body } = await api.submit({ base_url: site.origin });

    expect(status).toBe(202);
    await expectPendingWithDomain(scanner, body.job_id, site);
    await scanner.startWorker();
    await expectDone(scanner, body.job_id, site);
  });

  it("when the domain intake added it, without HTTP", async () => {
    const site = await aSite(scanner);
    await scanner.query(
      `insert into domains (domain, sitemap_analysis_status) values ('${site.domain}', 'queued')`,
    );
    const takeQueuedDomain = createTakeQueuedDomain({
      db: scanner.db,
      window: 4,
      deadlineMs: 60_000,
      defaultMaxPages: 1_000,
    });

    const taken = await takeQueuedDomain();

    expect(taken?.domain).toBe(site.domain);
    await expectPendingWithDomain(scanner, taken?.jobId ?? "", site);
    await scanner.startWorker();
    await expectDone(scanner, taken?.jobId ?? "", site);
  });

  it("when a person inserted it by plain SQL", async () => {
    const site = await aSite(scanner);
    await scanner.startWorker();

    const [job] = await scanner.query<{ job_id: string }>(
      `with d as (insert into domains (domain) values ('${site.domain}') returning id)
       insert into jobs (domain_id) select id from d returning job_id`,
    );

    await expectDone(scanner, job?.job_id ?? "", site);
  });

  it("and failed at once with a reason when its params, written by hand, make no sense", async () => {
    const site = await aSite(scanner);
    await scanner.startWorker();

    const [job] = await scanner.query<{ job_id: string }>(
      `with d as (insert into domains (domain) values ('${site.domain}') returning id)
       insert into jobs (domain_id, params) select id, '{"scheme": "gopher"}' from d returning job_id`,
    );

    expect(await scanner.finished(job?.job_id ?? "")).toMatchObject({
      status: "failed",
      error: { code: "invalid_params", message: expect.stringContaining("params.scheme") },
    });
    expect(
      await scanner.query(`select status, attempt from tasks where job_id = '${job?.job_id}'`),
    ).toEqual([{ status: "failed", attempt: 1 }]);
  });

  it("when the API was killed right after COMMIT", async () => {
    const site = await aSite(scanner);
    const api = await scanner.startApi({ RELAY_POLL_MS: "3600000" });

    // It polls once an hour; whether its kick came before the kill or not, the scan must be done.
    const accepted = api.submit({ base_url: site.origin }).catch(() => undefined);
    const jobId = await waitFor(
      async () =>
        (
          await scanner.query<{ job_id: string }>(
            `select job_id from jobs join domains d on d.id = domain_id where d.domain = '${site.domain}'`,
          )
        )[0]?.job_id,
      { timeoutMs: 10_000, what: "the commit" },
    );
    api.process.kill("SIGKILL");
    await accepted;

    await scanner.startWorker();
    await expectDone(scanner, jobId, site);
  });

  it.each([
    ["only the poll delivers, as the kick is switched off", { kick: false }],
    ["only the kick delivers, as the poll is switched off", { poll: false }],
  ])("when %s", async (_case, relay) => {
    const site = await aSite(scanner);
    const config = readEnvironment({ ...scanner.env, PORT: "0" });
    const logger = createLogger({ level: "error", service: "test" });
    const worker = composeWorker(config, logger, () => undefined, { relay });
    const api = composeApi(config, { logger, relay });
    closers.push(
      () => worker.close(),
      () => api.close(),
    );
    await worker.start();
    const { host, port } = await api.start();

    const response = await fetch(`http://${host}:${port}/api/v3/sitemap/scan`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ base_url: site.origin }),
    });

    expect(response.status).toBe(202);
    await expectDone(scanner, ((await response.json()) as { job_id: string }).job_id, site);
  });
});
