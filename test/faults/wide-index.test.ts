/** One index of 1,000 children: half of them sound in five ways, half broken in twenty. */
import { describe, expect, it } from "@jest/globals";
import { constants, gunzipSync } from "node:zlib";
import type { Outcome } from "@sitemap-scanner/contracts";
import {
  emptyBody,
  garbage,
  gzip,
  htmlPage,
  jsonPage,
  rateLimited,
  redirectLoop,
  redirectTo,
  resetAfter,
  sitemapIndex,
  truncatedGzip,
  unavailable,
  urlList,
  urlset,
  type Site,
  type SiteResponse,
} from "@sitemap-scanner/testkit";
import { setupScanner } from "../pipeline/setup.ts";

const SOUND_OF_A_KIND = 100;
const BROKEN_OF_A_KIND = 28;
/** Few of those that answer 429 or 503 once: each makes us spare the host for a while. */
const PASSING_OF_A_KIND = 5;
/** Entries that name the index itself. */
const SELF_REFERENCES = 14;
const WINDOW = 4;
const ATTEMPTS = 2;
const THE_SAME = { missing: [], invented: [] };

/** What one child serves, and what must come of it. */
interface Plan {
  /** Default `.xml`. */
  suffix?: string;
  response: SiteResponse;
  outcome: Outcome;
  /** Absolute, or paths on the site. Default: none. */
  pages?: string[];
  /** Requests that may be made for it. Default 1. */
  requests?: number;
}

interface Child extends Required<Plan> {
  path: string;
}

/** Five pages that no other child lists. */
function somePages(kind: string, n: number, count = 5): string[] {
  return Array.from({ length: count }, (_, k) => `https://pages.example.com/${kind}/${n}/${k}`);
}

/** Ten of the hundred pages that many children list. */
function sharedPages(n: number): string[] {
  return Array.from({ length: 10 }, (_, k) => `https://pages.example.com/shared/${(n + k) % 100}`);
}

const SOUND: Record<string, (n: number) => Plan> = {
  own: (n) => sound(somePages("own", n)),
  shared: (n) => sound([...sharedPages(n), ...somePages("beside", n, 1)]),
  relative: (n) => sound([`/pages/${n}`, `/pages/${n}?again`]),
  zipped: (n) => ({
    ...sound(somePages("zipped", n)),
    suffix: ".xml.gz",
    response: gzip(urlset(somePages("zipped", n))),
  }),
  text: (n) => ({
    ...sound(somePages("text", n)),
    suffix: ".txt",
    response: urlList(somePages("text", n)),
  }),
};

function sound(pages: string[]): Plan {
  return { response: urlset(pages), outcome: "ok", pages };
}

const BROKEN: Record<string, (n: number, site: Site) => Plan> = {
  missing: () => ({ response: { status: 404 }, outcome: "not_found" }),
  removed: () => ({ response: { status: 410 }, outcome: "gone" }),
  refused: () => ({ response: { status: 403 }, outcome: "forbidden" }),
  private: () => ({ response: { status: 401 }, outcome: "forbidden" }),
  page: () => ({ response: htmlPage(), outcome: "not_a_sitemap" }),
  json: () => ({ response: jsonPage(), outcome: "not_a_sitemap" }),
  nothing: () => ({ response: emptyBody(), outcome: "not_a_sitemap" }),
  bare: () => ({ response: urlset([]), outcome: "empty" }),
  cut: (n) => {
    const pages = somePages("cut", n, 3);
    return { response: `${open(pages)}<url><loc>https://pages.`, outcome: "ok_partial", pages };
  },
  torn: (n) => {
    const cut = truncatedGzip(`${open(somePages("torn", n, 200))}</urlset>`);
    return { suffix: ".xml.gz", response: cut, outcome: "ok_partial", pages: completeIn(cut) };
  },
  mislabelled: (n) => {
    const pages = somePages("mislabelled", n, 2);
    const xml = `<?xml version="1.0" encoding="UTF-16"?>${open(pages)}</urlset>`;
    return { response: xml, outcome: "ok", pages };
  },
  elsewhere: () => ({ response: redirectTo("/own-0.xml", 301), outcome: "loop" }),
  // Each of the five redirects that are followed is a request for the same path.
  round: () => ({ response: redirectLoop(), outcome: "too_many_redirects", requests: 6 }),
  reset: () => ({
    response: resetAfter(10, "<urlset/>   "),
    outcome: "connection_error",
    requests: ATTEMPTS,
  }),
  noise: () => ({ response: garbage(), outcome: "protocol_error", requests: ATTEMPTS }),
  failing: () => ({ response: { status: 500 }, outcome: "server_error", requests: ATTEMPTS }),
  family: (n, { origin }) => ({
    response: sitemapIndex([`${origin}/own-${n}.xml`, `${origin}/family-${n}.xml`]),
    outcome: "ok",
  }),
};

/** Sound at the second request. */
const PASSING: typeof BROKEN = {
  down: (n) => ({
    ...sound(somePages("down", n)),
    response: unavailable({ times: 1, afterwards: urlset(somePages("down", n)) }),
    requests: 2,
  }),
  busy: (n) => ({
    ...sound(somePages("busy", n)),
    response: rateLimited({ times: 1, retryAfter: 1, afterwards: urlset(somePages("busy", n)) }),
    requests: 2,
  }),
};

function open(pages: string[]): string {
  const entries = pages.map((url) => `<url><loc>${url}</loc></url>`);
  return `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.join("")}`;
}

/** The pages whose entries are whole in what can be decompressed. */
function completeIn(cutGzip: Buffer): string[] {
  const text = gunzipSync(cutGzip, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
  return [...text.matchAll(/<loc>([^<]+)<\/loc><\/url>/g)].map(([, url = ""]) => url);
}

/** Sound and broken ones by turns, as a site that decays has them. */
function planChildren(site: Site): Child[] {
  const kinds = (plans: typeof BROKEN, count: number) =>
    Array.from({ length: count }, (_, n) =>
      Object.entries(plans).map(([kind, plan]) => aChild(`/${kind}-${n}`, plan(n, site))),
    ).flat();
  const passing = kinds(PASSING, PASSING_OF_A_KIND);
  // Far from each other, so that the host is forgiven in between.
  const broken = kinds(BROKEN, BROKEN_OF_A_KIND).flatMap((child, n) =>
    n % 40 === 0 ? [child, ...passing.splice(0, 1)] : [child],
  );
  return kinds(SOUND, SOUND_OF_A_KIND).flatMap((child, n) => [child, ...broken.slice(n, n + 1)]);
}

function aChild(stem: string, { suffix = ".xml", pages = [], requests = 1, ...plan }: Plan): Child {
  return { ...plan, suffix, pages, requests, path: `${stem}${suffix}` };
}

// On one back end only: it took 34 and 52 s on Redis (2 busy cores), and nothing here hangs on the broker.
describe("a scan of an index of 1,000 children, half of them broken", () => {
  const scanner = setupScanner("redis");

  async function aWideSite(): Promise<{ site: Site; children: Child[] }> {
    const site = await scanner.startSite({ "/robots.txt": "Sitemap: /index.xml\n" });
    const children = planChildren(site);
    for (const { path, response } of children) site.set(path, response);
    const itself = Array.from({ length: SELF_REFERENCES }, (_, n) => `/index.xml#${n}`);
    const listed = [...children.map(({ path }) => path), ...itself];
    site.set("/index.xml", sitemapIndex(listed.map((path) => `${site.origin}${path}`)));
    expect(listed).toHaveLength(1_000);
    return { site, children };
  }

  it("ends with the right pages and outcomes, asked for no more than four at a time", async () => {
    const { site, children } = await aWideSite();
    const api = await scanner.startApi({ SCAN_WINDOW: String(WINDOW) });
    await scanner.startWorker({
      // High, so that the window of the scan is what bounds the requests.
      FETCH_MAX_PER_HOST: "10",
      WORKER_MAX_ATTEMPTS: String(ATTEMPTS),
      WORKER_BACKOFF_MAX_MS: "100",
    });

    const { body } = await api.submit({ base_url: site.origin, max_pages: 100_000 });
    const job = await scanner.finished(body.job_id, 90_000);

    expect(job.status).toBe("complete");
    expect(compare(await outcomesOf(body.job_id), expectedOutcomes(children))).toEqual(THE_SAME);
    expect(compare(await pagesOf(body.job_id), expectedPages(site, children))).toEqual(THE_SAME);
    expect(site.mostAtOnce).toBeGreaterThan(1);
    expect(site.mostAtOnce).toBeLessThanOrEqual(WINDOW);
    expect(askedTooOften(site, children)).toEqual([]);
    expect(await scanner.query("select * from invariant_violations")).toEqual([]);
  }, 120_000);

  /** As `<path>: <outcome>`. */
  async function outcomesOf(jobId: string): Promise<Set<string>> {
    const files = await scanner.query<{ url: string; outcome: string | null }>(
      `select url, outcome from sitemap_files where job_id = '${jobId}'`,
    );
    return new Set(files.map(({ url, outcome }) => `${new URL(url).pathname}: ${outcome}`));
  }

  async function pagesOf(jobId: string): Promise<Set<string>> {
    const pages = await scanner.query<{ url: string }>(
      `select url from pages where last_seen_job_id = '${jobId}'`,
    );
    return new Set(pages.map(({ url }) => url));
  }
});

function expectedOutcomes(children: Child[]): Set<string> {
  return new Set(["/index.xml: ok", ...children.map(({ path, outcome }) => `${path}: ${outcome}`)]);
}

function expectedPages(site: Site, children: Child[]): Set<string> {
  const pages = children.flatMap((child) => child.pages);
  return new Set(pages.map((page) => new URL(page, site.origin).href));
}

/** Not `toEqual` of the whole: thousands of lines would hide the one that differs. */
function compare(found: Set<string>, expected: Set<string>) {
  return {
    missing: [...expected].filter((item) => !found.has(item)),
    invented: [...found].filter((item) => !expected.has(item)),
  };
}

function askedTooOften(site: Site, children: Child[]): [path: string, times: number][] {
  const allowed = new Map(children.map(({ path, requests }) => [path, requests]));
  allowed.set("/robots.txt", 1).set("/index.xml", 1);
  // Others lead here, and a server must be asked to say where it leads.
  allowed.set("/own-0.xml", 1 + BROKEN_OF_A_KIND);
  const times = new Map<string, number>();
  for (const { url } of site.requests) times.set(url, (times.get(url) ?? 0) + 1);
  return [...times].filter(([path, count]) => count > (allowed.get(path) ?? 0));
}
