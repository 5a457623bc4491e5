/** Every code of the table of outcomes, brought about by a site and read from `sitemap_files`. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { OUTCOMES, type Outcome } from "@sitemap-scanner/contracts";
import {
  botChallenge,
  conditional,
  emptyBody,
  endlessBody,
  freePort,
  garbage,
  htmlPage,
  hugeHeaders,
  jsonPage,
  loginPage,
  lyingLength,
  noLength,
  rateLimited,
  redirectChain,
  redirectLoop,
  redirectTo,
  resetAfter,
  silent,
  sitemapIndex,
  slowBody,
  slowHeaders,
  stackedEncodings,
  switchesProtocol,
  truncatedGzip,
  unavailable,
  urlset,
  waitFor,
  type Site,
  type SiteResponse,
} from "@sitemap-scanner/testkit";
import { setupScanner, type Api } from "./setup.ts";

const URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">';
const PAGE = "<url><loc>https://pages.example.com/page</loc></url>";
const SOUND = `${URLSET}${PAGE}</urlset>`;

/** Small, so that what takes a minute in production takes a second here. */
const LIMITS = {
  FETCH_CONNECT_MS: "2000",
  FETCH_HEADERS_MS: "1500",
  FETCH_IDLE_MS: "800",
  FETCH_TOTAL_MS: "4000",
  FETCH_MAX_BYTES: "200000",
  // One address alone, so that the others of this machine are off limits.
  FETCH_ALLOW_PRIVATE: "127.0.0.1/32",
  WORKER_MAX_ATTEMPTS: "2",
  WORKER_BACKOFF_BASE_MS: "10",
  WORKER_BACKOFF_MAX_MS: "50",
};

/** Path, what is answered there, and the outcome that it must have. */
type Child = [path: string, response: SiteResponse, outcome: Outcome];

/** Made anew for each scan: some of them count. */
function childrenOfOneSite(): Child[] {
  return [
    ["/sound.xml", SOUND, "ok"],
    ["/no-length.xml", noLength(SOUND), "ok"],
    ["/503-once.xml", unavailable({ times: 1, afterwards: SOUND }), "ok"],
    ["/429-once.xml", rateLimited({ times: 1, retryAfter: 1, afterwards: SOUND }), "ok"],
    ["/five-redirects.xml", redirectChain(5, SOUND), "ok"],
    ["/cut.xml", `${URLSET}${PAGE}<url><loc>https://pages.example.com/cu`, "ok_partial"],
    ["/cut.xml.gz", truncatedGzip(URLSET + PAGE.repeat(5_000), 0.9), "ok_partial"],
    ["/empty.xml", urlset([]), "empty"],
    ["/404.xml", { status: 404 }, "not_found"],
    ["/410.xml", { status: 410 }, "gone"],
    ["/401.xml", { status: 401 }, "forbidden"],
    ["/403.xml", { status: 403, body: "No" }, "forbidden"],
    ["/challenge.xml", botChallenge("header"), "blocked"],
    ["/challenge-page.xml", botChallenge("page"), "blocked"],
    ["/429.xml", rateLimited(), "rate_limited"],
    ["/500.xml", { status: 500 }, "server_error"],
    ["/503.xml", unavailable(), "server_error"],
    ["/silent.xml", silent(), "timeout"],
    ["/slow-headers.xml", slowHeaders(), "timeout"],
    ["/slow-body.xml", slowBody({ bytesPerSecond: 10, start: URLSET + PAGE }), "timeout"],
    ["/reset.xml", resetAfter(0), "connection_error"],
    ["/lying.xml", lyingLength({ body: SOUND, says: 1_000 }), "connection_error"],
    ["/garbage.xml", garbage(), "protocol_error"],
    ["/upgrade.xml", switchesProtocol(), "protocol_error"],
    ["/headers.xml", hugeHeaders(64 * 1_024), "protocol_error"],
    ["/to-ftp.xml", redirectTo("ftp://example.com/s.xml"), "redirect_blocked"],
    ["/round.xml", redirectLoop(), "too_many_redirects"],
    ["/six-redirects.xml", redirectChain(6, SOUND), "too_many_redirects"],
    ["/page.xml", htmlPage(), "not_a_sitemap"],
    ["/login.xml", loginPage(), "not_a_sitemap"],
    ["/json.xml", jsonPage(), "not_a_sitemap"],
    ["/nothing.xml", emptyBody(), "not_a_sitemap"],
    ["/malformed.xml", `${URLSET}<url><loc>https://pages.example.com/cu`, "malformed"],
    ["/endless.xml", endlessBody({ start: URLSET + PAGE }), "too_large"],
    ["/encodings.xml", stackedEncodings(1_000, SOUND), "encoding_error"],
    ["/to-sibling.xml", redirectTo("/sound.xml", 301), "loop"],
    ["/to-parent.xml", redirectTo("/index.xml", 301), "loop"],
  ];
}

describe("a scan", () => {
  // How a file goes does not depend on the broker. One API and one worker do for all.
  const scanner = setupScanner("redis", "all");
  let api: Api;
  beforeAll(async () => {
    [api] = await Promise.all([scanner.startApi(), scanner.startWorker(LIMITS)]);
  });
  const produced = new Set<string>();

  /** A site whose robots.txt names `/index.xml`, which lists these URLs or paths. */
  async function aSite(routes: Record<string, SiteResponse>, children: string[]): Promise<Site> {
    const site = await scanner.startSite({ ...routes, "/robots.txt": "Sitemap: /index.xml\n" });
    site.set("/index.xml", sitemapIndex(children.map((child) => absolute(site, child))));
    return site;
  }

  /** Outcome and status of each file of a scan that has ended, by URL. */
  async function filesOf(jobId: string): Promise<Record<string, [string | null, string]>> {
    const files = await scanner.query<{ url: string; outcome: string | null; status: string }>(
      `select url, outcome, status from sitemap_files where job_id = '${jobId}'`,
    );
    for (const { outcome } of files) if (outcome !== null) produced.add(outcome);
    return Object.fromEntries(files.map(({ url, outcome, status }) => [url, [outcome, status]]));
  }

  it("gives each child of an index the outcome that it has earned", async () => {
    const offLimits = await scanner.startSite({ "/s.xml": SOUND }, { host: "127.0.0.2" });
    const secure = await scanner.startSite({ "/s.xml": SOUND }, { tls: "self-signed" });
    const routed = childrenOfOneSite();
    const children: [string, Outcome][] = [
      ...routed.map(([path, , outcome]): [string, Outcome] => [path, outcome]),
      ["http://no-such-host.invalid/s.xml", "dns_error"],
      [`http://127.0.0.1:${await freePort()}/s.xml`, "connection_error"],
      [`${secure.origin}/s.xml`, "tls_error"],
      [`${offLimits.origin}/s.xml`, "target_not_public"],
      ["http://10.0.0.1/s.xml", "target_not_public"],
    ];
    const site = await aSite(
      Object.fromEntries(routed),
      children.map(([url]) => url),
    );

    const { body } = await api.submit({ base_url: site.origin });
    const job = await scanner.finished(body.job_id, 50_000);

    expect(job).toMatchObject({ status: "complete", sitemaps_found: children.length + 1 });
    const files = await filesOf(body.job_id);
    const outcomes = Object.entries(files).map(([url, [outcome]]) => [url, outcome]);
    expect(Object.fromEntries(outcomes)).toEqual({
      [`${site.origin}/index.xml`]: "ok",
      ...Object.fromEntries(children.map(([url, outcome]) => [absolute(site, url), outcome])),
    });
    expect(offLimits.connections).toBe(0);
    expect([
      files[`${site.origin}/to-sibling.xml`]?.[1],
      files[`${site.origin}/to-parent.xml`]?.[1],
    ]).toEqual(["skipped", "skipped"]);
    expect(await scanner.query("select * from invariant_violations")).toEqual([]);
  }, 90_000);

  it("asks for an unchanged file with its condition, and does not read it again", async () => {
    const file = conditional({ etag: '"v1"', body: SOUND });
    const site = await aSite({ "/s.xml": file.response }, ["/s.xml"]);

    const first = await api.submit({ base_url: site.origin });
    await scanner.finished(first.body.job_id);
    const second = await api.submit({ base_url: site.origin });

    expect(await scanner.finished(second.body.job_id)).toMatchObject({
      status: "complete",
      pages_new: 0,
    });
    const files = await filesOf(second.body.job_id);
    expect(files[`${site.origin}/s.xml`]?.[0]).toBe("not_modified");
    expect([file.full, file.notModified]).toEqual([1, 1]);
    expect(await scanner.query("select url from pages where removed_at is not null")).toEqual([]);
  });

  it("leaves out what comes after max_pages", async () => {
    const paths = Array.from({ length: 10 }, (_, n) => `/s${n}.xml`);
    const site = await aSite(
      Object.fromEntries(
        paths.map((path) => [
          path,
          urlset({ count: 5, prefix: `https://pages.example.com${path}` }),
        ]),
      ),
      paths,
    );

    const { body } = await api.submit({ base_url: site.origin, max_pages: 3 });

    expect(await scanner.finished(body.job_id)).toMatchObject({
      status: "complete",
      pages_found: 3,
    });
    const files = await filesOf(body.job_id);
    expect(files[`${site.origin}/s9.xml`]).toEqual(["limit_reached", "skipped"]);
  });

  it("that is cancelled lets go of the file in hand and of those that wait", async () => {
    const waiting = Array.from({ length: 10 }, (_, n) => `/s${n}.xml`);
    const slow = slowBody({ bytesPerSecond: 2_000, start: URLSET + PAGE });
    const site = await aSite(
      Object.fromEntries(["/slow.xml", ...waiting].map((path) => [path, slow])),
      ["/slow.xml", ...waiting],
    );
    const { body } = await api.submit({ base_url: site.origin });
    await site.waitForRequest("/slow.xml");

    await fetch(`${api.origin}/api/v3/sitemap/jobs/${body.job_id}/cancel`, { method: "POST" });

    expect(await scanner.finished(body.job_id)).toMatchObject({ status: "cancelled" });
    const files = await waitFor(
      async () => {
        const now = await filesOf(body.job_id);
        return Object.values(now).every(([outcome]) => outcome !== null) && now;
      },
      { what: "every file to have an outcome" },
    );
    expect(files[`${site.origin}/slow.xml`]?.[0]).toBe("cancelled");
    expect(files[`${site.origin}/s9.xml`]?.[0]).toBe("cancelled");
  });

  it("has brought about every outcome there is, but for those that no site is to blame for", () => {
    const { internal_error: _, poisoned: __, invalid_params: ___, ...ofSites } = OUTCOMES;

    expect([...produced].sort()).toEqual(Object.keys(ofSites).sort());
  });
});

function absolute(site: Site, urlOrPath: string): string {
  return new URL(urlOrPath, site.origin).href;
}
