/** How a scan comes by its sitemaps, and what `explain` tells of the search. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import type { Explanation } from "@sitemap-scanner/contracts";
import type { SiteRoutes } from "@sitemap-scanner/testkit";
import { setupScanner, type Api } from "./setup.ts";

const SOUND = "<urlset><url><loc>https://pages.example.com/1</loc></url></urlset>";
const PAGE = { headers: { "content-type": "text/html" }, body: "<html><p>Not here</p></html>" };

describe("a scan", () => {
  // How files are found does not depend on the broker. One API and one worker do for all.
  const scanner = setupScanner("redis", "all");
  let api: Api;
  beforeAll(async () => {
    [api] = await Promise.all([scanner.startApi(), scanner.startWorker()]);
  });

  async function explain(jobId: string): Promise<Explanation> {
    const response = await fetch(`${api.origin}/api/v3/sitemap/jobs/${jobId}/explain`);
    return (await response.json()) as Explanation;
  }

  async function scan(routes: SiteRoutes, order: { path?: string; page_hosts?: string } = {}) {
    const { path = "", ...rest } = order;
    const site = await scanner.startSite(routes);
    const { body } = await api.submit({ base_url: `${site.origin}${path}`, ...rest });
    const job = await scanner.finished(body.job_id);
    const files = await scanner.query<{ path: string; via: string; outcome: string }>(
      `select replace(url, '${site.origin}', '') as path, discovered_via as via, outcome
       from sitemap_files where job_id = '${body.job_id}' order by id`,
    );
    return { site, job, files, details: (await explain(body.job_id)).details };
  }

  it("goes on with the well-known paths when nothing that robots.txt names can be read", async () => {
    const { job, files } = await scan({
      "/robots.txt": "Sitemap: /gone.xml\nSitemap: /page.xml\n",
      "/page.xml": PAGE,
      "/sitemap_index.xml": SOUND,
    });

    expect(job).toMatchObject({ status: "complete", pages_found: 1, sitemaps_failed: 2 });
    expect(files).toEqual([
      { path: "/gone.xml", via: "robots", outcome: "not_found" },
      { path: "/page.xml", via: "robots", outcome: "not_a_sitemap" },
      { path: "/sitemap_index.xml", via: "well_known", outcome: "ok" },
    ]);
  });

  it("finds what only the home page links to", async () => {
    const { job, files } = await scan({
      "/": {
        headers: { "content-type": "text/html" },
        body: '<head><link rel="sitemap" href="/maps/all.xml"></head>',
      },
      "/maps/all.xml": SOUND,
    });

    expect(job).toMatchObject({ status: "complete", pages_found: 1 });
    expect(files).toEqual([{ path: "/maps/all.xml", via: "html", outcome: "ok" }]);
  });

  it("looks below the path of a deep URL first", async () => {
    const { files } = await scan(
      { "/en/sitemap.xml": SOUND, "/sitemap.xml": SOUND },
      { path: "/en/about" },
    );

    expect(files).toEqual([{ path: "/en/sitemap.xml", via: "well_known", outcome: "ok" }]);
  });

  it("says what it tried and what came back when it found nothing", async () => {
    const { site, job, details } = await scan({
      "/robots.txt": "User-agent: *\nDisallow:\n",
      "/sitemap.xml": PAGE,
    });

    expect(job).toMatchObject({ status: "failed", error: { code: "no_sitemap_found" } });
    expect(details).toEqual([
      expect.stringMatching(
        new RegExp(
          `^Searched ${site.origin}: /robots.txt: names none; .*/sitemap.xml: HTML, not a sitemap; `,
        ),
      ),
      expect.stringMatching(/^Searched https:.*: \/robots.txt: /),
    ]);
  });

  it.each([
    ["any", 3, 2],
    ["same-host", 1, 0],
  ])("stores pages of the hosts that are wanted: %s", async (pageHosts, stored, foreign) => {
    const { site, job } = await scan(
      {
        "/robots.txt": "Sitemap: /s.xml\n",
        "/s.xml": `<urlset><url><loc>/own</loc></url><url><loc>https://pages.example.com/1</loc></url>
          <url><loc>https://example.org/2</loc></url></urlset>`,
      },
      { page_hosts: pageHosts },
    );

    expect(job).toMatchObject({ status: "complete", pages_found: stored });
    const [file] = await scanner.query(
      `select entries, entries_rejected as rejected, warnings from sitemap_files f
       join domains d on d.id = f.domain_id where d.domain = '${site.domain}'`,
    );
    expect(file).toEqual({
      entries: 3,
      rejected: foreign === 0 ? { foreign_host: 2 } : {},
      warnings: foreign === 0 ? {} : { foreign_host: 2 },
    });
    expect(
      await scanner.query(
        `select count(*)::int as pages from pages p join domains d on d.id = p.domain_id
         where d.domain = '${site.domain}' and foreign_host`,
      ),
    ).toEqual([{ pages: foreign }]);
  });
});
