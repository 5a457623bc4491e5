/** A file at which every worker dies of an exhausted heap: it costs three lives, and nobody else a page. */
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, it } from "@jest/globals";
import { sitemapIndex } from "@sitemap-scanner/testkit";
import { Supervised } from "../chaos/supervisor.ts";
import { onBothBackends, setupScanner, type Scanner } from "../pipeline/setup.ts";

const PRELOAD = join(import.meta.dirname, "preloads/out-of-memory.ts");
const PAGES = 100;

onBothBackends("a file that exhausts the memory of its worker", (backend) => {
  const scanner = setupScanner(backend);
  let worker: Supervised | undefined;
  afterEach(() => worker?.close());

  async function startSupervisedWorker(poisonPath: string): Promise<Supervised> {
    worker = new Supervised({
      name: "worker",
      script: "apps/worker/src/main.ts",
      nodeArgs: [`--import=${PRELOAD}`, "--max-old-space-size=96"],
      // Bystanders have two rescues behind them: a lease missed on a busy machine would be their third.
      env: { ...scanner.env, POISON_PATH: poisonPath, WORKER_LEASE_MS: "2500" },
      readyLine: /worker started/,
      logs: undefined,
    });
    await worker.start();
    return worker;
  }

  it("takes three workers down and is given up; the other files and scans come through", async () => {
    const poisoned = await aSiteOf(scanner, [
      "/1.xml",
      "/2.xml",
      "/poison.xml",
      "/3.xml",
      "/4.xml",
    ]);
    const bystander = await aSiteOf(scanner, ["/5.xml", "/6.xml"]);
    const api = await scanner.startApi();
    const first = await api.submit({ base_url: poisoned.origin });
    const second = await api.submit({ base_url: bystander.origin });

    const { lives } = await startSupervisedWorker("/poison.xml");

    expect(await scanner.finished(first.body.job_id, 60_000)).toMatchObject({
      status: "complete",
      sitemaps_found: 6,
      sitemaps_read: 5,
      sitemaps_failed: 1,
      pages_found: 4 * PAGES,
    });
    expect(await scanner.finished(second.body.job_id, 60_000)).toMatchObject({
      status: "complete",
      sitemaps_failed: 0,
      pages_found: 2 * PAGES,
    });
    expect(lives.map(({ signal }) => signal)).toEqual(["SIGABRT", "SIGABRT", "SIGABRT"]);
    expect(lives.map(({ lastLines }) => lastLines.join("\n"))).toEqual(
      lives.map(() => expect.stringContaining("JavaScript heap out of memory")),
    );
    expect(await failedFilesOf(first.body.job_id)).toEqual([
      {
        url: `${poisoned.origin}/poison.xml`,
        outcome: "poisoned",
        outcome_detail: "Cannot finish this task: 3 workers fell silent at it",
        status: "failed",
        status_reason: "poisoned",
      },
    ]);
    expect(await scanner.query("select * from invariant_violations")).toEqual([]);
  }, 90_000);

  function failedFilesOf(jobId: string) {
    return scanner.query(
      `select url, outcome, outcome_detail, t.status, t.status_reason
       from tasks t join sitemap_files f on f.id = t.sitemap_file_id
       where t.job_id = '${jobId}' and f.status = 'failed'`,
    );
  }
});

/** Its files take a while, so that some are being read whenever the worker dies. */
function aSiteOf(scanner: Scanner, paths: readonly string[]) {
  const files = paths.map((path) => [
    path,
    async () => {
      await delay(300);
      return urlsetOf(path);
    },
  ]);
  return scanner.startSite({
    "/robots.txt": "Sitemap: /index.xml\n",
    "/index.xml": sitemapIndex(paths),
    ...Object.fromEntries(files),
  });
}

/** Whole at once: a client that is gone by then cannot break it off. */
function urlsetOf(path: string): string {
  const urls = Array.from({ length: PAGES }, (_, i) => `https://pages.example.com${path}/${i}`);
  return `<urlset>${urls.map((url) => `<url><loc>${url}</loc></url>`).join("")}</urlset>`;
}
