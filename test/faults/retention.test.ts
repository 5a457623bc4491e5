/** What is old goes without anybody asking: the API deletes it by itself, a minute after its start. */
import { describe, expect, it } from "@jest/globals";
import { urlset } from "@sitemap-scanner/testkit";
import { setupScanner } from "../pipeline/setup.ts";

/** Past the first pass, also on a machine that has more to do than this. */
const FIRST_PASS_MS = 90_000;

describe("the retention of a running API", () => {
  const scanner = setupScanner("redis");

  it("deletes a scan that is older than SCAN_KEEP_DAYS, and keeps the latest with its pages", async () => {
    const api = await scanner.startApi({ SCAN_KEEP_DAYS: "1" });
    await scanner.startWorker();
    const site = await scanner.startSite({
      "/robots.txt": "Sitemap: /s.xml\n",
      "/s.xml": urlset({ count: 3, prefix: "https://pages.example.com/" }),
    });
    const scan = async (): Promise<string> => {
      const { body } = await api.submit({ base_url: site.origin });
      await scanner.finished(body.job_id);
      return body.job_id;
    };
    await scan();
    await scanner.query(`update jobs set created_at = created_at - interval '2 days',
      started_at = started_at - interval '2 days', finished_at = finished_at - interval '2 days'`);
    const latest = await scan();

    await api.process.waitForLine(/what is old was deleted.*"scans":1,/, {
      timeoutMs: FIRST_PASS_MS,
    });

    expect(await scanner.query("select job_id from jobs")).toEqual([{ job_id: latest }]);
    expect(await scanner.query("select from pages where removed_at is null")).toHaveLength(3);
  }, 120_000);
});
