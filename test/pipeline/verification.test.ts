import { afterAll, beforeAll, expect, it } from "@jest/globals";
import {
  startSampleSite,
  type SampleSite,
} from "../../apps/cli/src/dev/sample-site/start-sample-site.ts";
import { onBothBackends, setupScanner } from "./setup.ts";

let site: SampleSite;
beforeAll(async () => {
  site = await startSampleSite();
});
afterAll(() => site.close());

onBothBackends("the query that people check a scan with", (backend) => {
  const scanner = setupScanner(backend);

  it("counts the true numbers of the sample site, also after a second scan", async () => {
    const api = await scanner.startApi();
    await scanner.startWorker();

    for (const scans of [1, 2]) {
      const { body } = await api.submit({ base_url: site.origin });
      expect(await scanner.finished(body.job_id)).toMatchObject({
        status: "complete",
        sitemaps_found: site.truth.sitemaps,
        sitemaps_failed: site.truth.failed,
        pages_found: site.truth.pages,
        pages_new: scans === 1 ? site.truth.pages : 0,
      });
      expect(
        await scanner.query(
          `select d.domain, d.sitemap_analysis_status as status,
             count(distinct f.id)::int as sitemaps, count(distinct p.id)::int as pages
           from domains d
           left join sitemap_files f on f.domain_id = d.id and f.job_id = d.latest_job_id
           left join pages p on p.sitemap_file_id = f.id
           group by d.id`,
        ),
      ).toEqual([
        {
          domain: site.domain,
          status: "complete",
          sitemaps: site.truth.sitemaps,
          pages: site.truth.pages,
        },
      ]);
      expect(await scanner.query("select * from invariant_violations")).toEqual([]);
    }
  });
});
