/** Tasks that took two workers down: one at a time, and in nobody's way. */
import { expect, it } from "@jest/globals";
import { freePort, waitFor } from "@sitemap-scanner/testkit";
import { onBothBackends, setupScanner } from "../pipeline/setup.ts";
import { readMetric } from "../pipeline/telling.ts";

const URLSET = "<urlset><url><loc>https://pages.example.com/1</loc></url></urlset>";

onBothBackends("tasks that have taken two workers down", (backend) => {
  const scanner = setupScanner(backend);

  /** A site with two files that are not answered before `release`. */
  async function aSiteThatHoldsBack() {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const heldBack = async () => {
      await released;
      return URLSET;
    };
    const site = await scanner.startSite({
      "/robots.txt": "Sitemap: /a.xml\nSitemap: /b.xml\n",
      "/a.xml": heldBack,
      "/b.xml": heldBack,
    });
    return { site, release };
  }

  function untilFilesAre(statuses: readonly string[], jobId: string): Promise<boolean> {
    return waitFor(
      async () => {
        const files = await scanner.query<{ status: string }>(
          `select status from tasks where job_id = '${jobId}' and kind = 'sitemap' order by status`,
        );
        return files.map(({ status }) => status).join() === statuses.join();
      },
      { what: `files that are ${statuses.join(" and ")}`, timeoutMs: 20_000 },
    );
  }

  it("run one at a time, and hold up neither old doorbells of theirs nor fresh scans", async () => {
    const { site, release } = await aSiteThatHoldsBack();
    const fresh = await scanner.startSite({ "/sitemap.xml": URLSET });
    const [api, first] = await Promise.all([scanner.startApi(), scanner.startWorker()]);
    const { body } = await api.submit({ base_url: site.origin });
    await untilFilesAre(["running", "running"], body.job_id);
    first.kill("SIGKILL");
    await untilFilesAre(["pending", "pending"], body.job_id);
    await scanner.query(`update tasks set rescues = 2 where job_id = '${body.job_id}'`);

    const port = await freePort();
    await scanner.startWorker({ WORKER_CONCURRENCY: "3", WORKER_HEALTH_PORT: String(port) });

    // The broker rings again what the dead worker had in hand: of an older generation by now.
    const origin = `http://127.0.0.1:${port}`;
    await waitFor(async () => ((await readMetric({ origin }, "stale_doorbells_total")) ?? 0) >= 2, {
      what: "two stale doorbells",
      timeoutMs: 20_000,
    });
    const { body: other } = await api.submit({ base_url: fresh.origin });
    expect(await scanner.finished(other.job_id)).toMatchObject({ status: "complete" });
    await untilFilesAre(["pending", "running"], body.job_id);

    release();
    expect(await scanner.finished(body.job_id)).toMatchObject({
      status: "complete",
      sitemaps_read: 2,
    });
  });
});
