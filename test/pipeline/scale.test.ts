import { describe, expect, it } from "@jest/globals";
import { urlset, sitemapIndex, waitFor } from "@sitemap-scanner/testkit";
import { onBothBackends, setupScanner } from "./setup.ts";

onBothBackends("the pipeline", (backend) => {
  const scanner = setupScanner(backend);

  it("completes 20 scans at once with 2 workers, and never has more than a job's window out", async () => {
    const sites = await Promise.all(
      Array.from({ length: 20 }, () =>
        scanner.startSite({
          "/sitemap.xml": (request, response) =>
            response.end(
              sitemapIndex(
                Array.from({ length: 8 }, (_, i) => `http://${request.headers.host}/s${i}.xml`),
              ),
            ),
          ...Object.fromEntries(
            Array.from({ length: 8 }, (_, i) => [
              `/s${i}.xml`,
              urlset({ count: 50, prefix: `https://pages.example.com/${i}/` }),
            ]),
          ),
        }),
      ),
    );
    const api = await scanner.startApi();
    await scanner.startWorker();
    await scanner.startWorker();
    let mostOut = 0;

    const jobs = await Promise.all(sites.map((site) => api.submit({ base_url: site.origin })));
    await waitFor(
      async () => {
        const [row] = await scanner.query<{ out: number; open: number }>(
          `select coalesce((select max(n)::int from (select count(*) as n from tasks
             where status in ('pending', 'running') group by job_id) w), 0) as out,
           (select count(*)::int from jobs where finished_at is null) as open`,
        );
        mostOut = Math.max(mostOut, row?.out ?? 0);
        return row?.open === 0;
      },
      { timeoutMs: 60_000, what: "20 scans" },
    );

    expect(jobs.map((job) => job.status)).toEqual(Array(20).fill(202));
    expect(
      await scanner.query("select status, pages_found, count(*)::int from jobs group by 1, 2"),
    ).toEqual([{ status: "complete", pages_found: 400, count: 20 }]);
    expect(mostOut).toBeGreaterThan(1);
    expect(mostOut).toBeLessThanOrEqual(4);
    expect(await scanner.query("select * from invariant_violations")).toEqual([]);
  }, 90_000);
});

describe("a worker", () => {
  // How files are read does not depend on the broker.
  const scanner = setupScanner("redis");

  it("stores exactly max_pages of a site that has 20,000 in four files", async () => {
    const site = await scanner.startSite({
      "/sitemap.xml": (request, response) =>
        response.end(
          sitemapIndex([0, 1, 2, 3].map((i) => `http://${request.headers.host}/s${i}.xml`)),
        ),
      ...Object.fromEntries(
        [0, 1, 2, 3].map((i) => [
          `/s${i}.xml`,
          urlset({ count: 5_000, prefix: `https://pages.example.com/${i}/` }),
        ]),
      ),
    });
    const api = await scanner.startApi();
    await scanner.startWorker();
    await scanner.startWorker();

    const { body } = await api.submit({ base_url: site.origin, max_pages: 100 });
    const job = await scanner.finished(body.job_id);

    expect(job).toMatchObject({ status: "complete", pages_found: 100 });
    expect(
      await scanner.query(
        `select count(*)::int as pages from pages where last_seen_job_id = '${body.job_id}'`,
      ),
    ).toEqual([{ pages: 100 }]);
    expect(
      await scanner.query(
        `select sum(pages_found)::int as pages from sitemap_files where job_id = '${body.job_id}'`,
      ),
    ).toEqual([{ pages: 100 }]);
  }, 90_000);

  it("reads a sitemap of 50 MB and 50,000 URLs while the worker grows by less than 60 MB", async () => {
    const urls = { count: 50_000, prefix: `https://pages.example.com/${"x".repeat(920)}/` };
    const site = await scanner.startSite({
      "/robots.txt": "Sitemap: /warm-up.xml\n",
      "/warm-up.xml": urlset({ count: 5_000, prefix: "https://pages.example.com/w" }),
      "/sitemap.xml": urlset(urls),
    });
    const api = await scanner.startApi();
    const worker = await scanner.startWorker();
    // A first scan loads the code and fills the pools, so that what grows after it is the file's.
    const warmUp = await api.submit({ base_url: site.origin, max_pages: 10_000 });
    await scanner.finished(warmUp.body.job_id);
    const before = await residentMegabytes(worker.pid);
    let most = before;

    const { body } = await api.submit({
      base_url: site.origin,
      max_pages: 400_000,
      sitemap_urls: [`${site.origin}/sitemap.xml`],
    });
    await waitFor(
      async () => {
        most = Math.max(most, await residentMegabytes(worker.pid));
        const [job] = await scanner.query<{ finished_at: Date | null }>(
          `select finished_at from jobs where job_id = '${body.job_id}'`,
        );
        return job?.finished_at !== null;
      },
      { timeoutMs: 120_000, what: "the 50 MB file" },
    );

    const [file] = await scanner.query<{ outcome: string; bytes: string; pages_found: number }>(
      `select outcome, bytes, pages_found from sitemap_files where job_id = '${body.job_id}'`,
    );
    expect(file).toMatchObject({ outcome: "ok", pages_found: 50_000 });
    expect(Number(file?.bytes)).toBeGreaterThan(45_000_000);
    expect(most - before).toBeLessThan(60);
  }, 180_000);
});

async function residentMegabytes(pid: number): Promise<number> {
  const { readFile } = await import("node:fs/promises");
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1_024;
}
