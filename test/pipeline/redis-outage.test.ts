import { describe, expect, it } from "@jest/globals";
import { freePort, startRedis, urlset } from "@sitemap-scanner/testkit";
import { setupScanner } from "./setup.ts";

describe("while Redis is down", () => {
  const scanner = setupScanner("redis");

  it("a scan is accepted within a second, and runs when Redis is back, with no restart", async () => {
    const site = await scanner.startSite({
      "/sitemap.xml": urlset({ count: 10, prefix: "https://pages.example.com/" }),
    });
    const port = await freePort();
    const env = { REDIS_URL: `redis://127.0.0.1:${port}` };
    const api = await scanner.startApi(env);
    await scanner.startWorker(env);

    const before = performance.now();
    const { status, body } = await api.submit({ base_url: site.origin });
    const took = performance.now() - before;

    expect(status).toBe(202);
    expect(took).toBeLessThan(1_000);
    expect(await scanner.query(`select status from jobs where job_id = '${body.job_id}'`)).toEqual([
      { status: "pending" },
    ]);

    const redis = await startRedis({ port });
    try {
      expect(await scanner.finished(body.job_id)).toMatchObject({
        status: "complete",
        pages_found: 10,
      });
    } finally {
      await redis.stop();
    }
  }, 60_000);
});
