import { expect, it } from "@jest/globals";
import { urlset } from "@sitemap-scanner/testkit";
import { onBothBackends, setupScanner } from "./setup.ts";

onBothBackends("a site that asks for a crawl delay", (backend) => {
  const scanner = setupScanner(backend);

  it("is asked for one file at a time, at least that far apart", async () => {
    const names = ["a", "b", "c"];
    const site = await scanner.startSite({
      "/robots.txt": `User-agent: *\nCrawl-delay: 0.5\n${names.map((n) => `Sitemap: /${n}.xml`).join("\n")}\n`,
      ...Object.fromEntries(
        names.map((n) => [`/${n}.xml`, urlset([`https://pages.example.com/${n}`])]),
      ),
    });
    const api = await scanner.startApi();
    await scanner.startWorker();

    const { body } = await api.submit({ base_url: site.origin });

    expect(await scanner.finished(body.job_id)).toMatchObject({
      status: "complete",
      sitemaps_read: 3,
    });
    const times = site.requests.map((request) => request.at.getTime());
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(gaps).toHaveLength(3);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(480);
  });
});

onBothBackends("a file that fails for a while", (backend) => {
  const scanner = setupScanner(backend);

  it("is tried again until it can be read, and waits as long as the server asks", async () => {
    let requests = 0;
    const site = await scanner.startSite({
      "/robots.txt": "Sitemap: /s.xml\n",
      "/s.xml": () => {
        requests += 1;
        if (requests === 1) return { status: 503 };
        if (requests === 2) return { status: 429, headers: { "retry-after": "1" } };
        return urlset(["https://pages.example.com/1"]);
      },
    });
    const api = await scanner.startApi();
    await scanner.startWorker();

    const { body } = await api.submit({ base_url: site.origin });

    expect(await scanner.finished(body.job_id)).toMatchObject({ status: "complete" });
    expect(
      await scanner.query(
        `select reason from job_events where job_id = '${body.job_id}' and from_status = 'running'
         and to_status = 'pending' order by id`,
      ),
    ).toEqual([{ reason: "server_error" }, { reason: "rate_limited" }]);
    // The snooze that the server asked for burnt no attempt.
    expect(
      await scanner.query(
        `select attempt from tasks where job_id = '${body.job_id}' and kind = 'sitemap'`,
      ),
    ).toEqual([{ attempt: 2 }]);
    const [, , second, third] = site.requests.map((request) => request.at.getTime());
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(980);
  });
});
