/** Domains that somebody queued, by HTTP or by plain SQL: the workers' intake makes scans of them. */
import { expect, it } from "@jest/globals";
import { urlset, waitFor, type Site } from "@sitemap-scanner/testkit";
import { onBothBackends, setupScanner, type Scanner } from "./setup.ts";

interface DomainNow {
  sitemap_analysis_status: string;
  sitemap_analysis_error: string | null;
  jobs: number;
}

function aSite(scanner: Scanner): Promise<Site> {
  return scanner.startSite({
    "/robots.txt": "Sitemap: /s.xml\n",
    "/s.xml": urlset({ count: 3, prefix: "https://pages.example.com/" }),
  });
}

function untilStatus(
  scanner: Scanner,
  domain: string,
  status: string,
  jobs = 1,
): Promise<DomainNow> {
  return waitFor(
    async () => {
      const [now] = await scanner.query<DomainNow>(
        `select d.sitemap_analysis_status, d.sitemap_analysis_error,
           (select count(*)::int from jobs where domain_id = d.id) as jobs
         from domains d where domain = '${domain}'`,
      );
      return now?.sitemap_analysis_status === status && now.jobs >= jobs ? now : undefined;
    },
    { timeoutMs: 30_000, what: `${domain} to be ${status}` },
  );
}

onBothBackends("the domain intake", (backend) => {
  const scanner = setupScanner(backend);

  it("scans a domain that was queued by plain SQL, once, with several workers at it", async () => {
    const site = await aSite(scanner);
    await Promise.all([scanner.startWorker(), scanner.startWorker()]);

    await scanner.query(
      `insert into domains (domain, sitemap_analysis_status) values ('${site.domain}', 'queued')`,
    );

    expect(await untilStatus(scanner, site.domain, "complete")).toMatchObject({ jobs: 1 });
    expect(await scanner.query("select code from invariant_violations")).toEqual([]);
  });

  it("scans a domain that was queued by HTTP, and says in its row what went wrong", async () => {
    const broken = await scanner.startSite({});
    const api = await scanner.startApi();
    await scanner.startWorker();

    const path = `${api.origin}/api/v3/domains/${encodeURIComponent(broken.domain)}`;
    const queued = await fetch(`${path}/queue`, { method: "POST" });

    expect(queued.status).toBe(202);
    const failed = await untilStatus(scanner, broken.domain, "failed");
    expect(failed.sitemap_analysis_error).toBe("No sitemap was found on the site");
    expect(await (await fetch(path)).json()).toMatchObject({
      error: "No sitemap was found on the site",
      latest_job: { error: { code: "no_sitemap_found" } },
    });
  });

  it("lets no domain that cannot be scanned keep the others waiting", async () => {
    const site = await aSite(scanner);
    await scanner.query(
      `insert into domains (domain, sitemap_analysis_status) values ('192.168.0.1', 'queued'), ('a..b', 'queued')`,
    );
    await scanner.query(
      `insert into domains (domain, sitemap_analysis_status) values ('${site.domain}', 'queued')`,
    );

    await scanner.startWorker();

    await untilStatus(scanner, site.domain, "complete");
    for (const [domain, reason] of [
      ["192.168.0.1", /public addresses/],
      ["a..b", /host name is impossible/],
    ] as const) {
      const { sitemap_analysis_error: error, jobs } = await untilStatus(scanner, domain, "failed");
      expect(error).toMatch(reason);
      expect(jobs).toBe(1);
    }
  });

  it("scans a domain again by its schedule, and not while a scan of it is live", async () => {
    const site = await aSite(scanner);
    await scanner.startWorker();
    await scanner.query(
      `insert into domains (domain, rescan_every) values ('${site.domain}', '1 hour')`,
    );
    await untilStatus(scanner, site.domain, "complete");

    await scanner.query(`update domains set next_scan_at = now() where domain = '${site.domain}'`);

    expect(await untilStatus(scanner, site.domain, "complete", 2)).toMatchObject({ jobs: 2 });
    const [row] = await scanner.query<{ wait: number }>(
      `select extract(epoch from next_scan_at - now())::float8 as wait from domains where domain = '${site.domain}'`,
    );
    expect(row?.wait).toBeGreaterThan(3_500);
  });

  it("keeps domains queued beyond its share, and takes them as scans end", async () => {
    await scanner.startWorker({ INTAKE_MAX_LIVE: "2" });
    const sites = await Promise.all(Array.from({ length: 6 }, () => aSite(scanner)));

    await scanner.query(
      `insert into domains (domain, sitemap_analysis_status) values ${sites
        .map((site) => `('${site.domain}', 'queued')`)
        .join(", ")}`,
    );

    for (const { domain } of sites) await untilStatus(scanner, domain, "complete");
    const ids = sites.map((site) => `'${site.domain}'`).join(", ");
    const [most] = await scanner.query<{ live: number }>(
      `with j as (select jobs.created_at, finished_at from jobs join domains d on d.id = domain_id where domain in (${ids}))
       select max((select count(*)::int from j b where b.created_at <= a.created_at and b.finished_at > a.created_at)) as live
       from j a`,
    );
    expect(most?.live).toBeLessThanOrEqual(2);
  });
});
