/** Sites that mean harm, all at once, and one worker that must come out of it unharmed. */
import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "@jest/globals";
import type { Outcome } from "@sitemap-scanner/contracts";
import {
  brotliBomb,
  endlessBody,
  gzip,
  gzipBomb,
  rateLimited,
  sitemapIndex,
  slowBody,
  stackedEncodings,
  urlset,
  waitFor,
  type Site,
  type SiteAnswer,
  type SiteResponse,
} from "@sitemap-scanner/testkit";
import { setupScanner, type Api, type Scanner } from "../pipeline/setup.ts";

const MEGABYTE = 1_024 * 1_024;
/**
 * Of all that is read at once. Measured: 23 to 50, by how soon the collector gets a processor for the chunks
 * that wait for it; 92 to 109 while the four endless bodies were held on purpose.
 */
const MOST_GROWTH_MB = 80;
/** No file keeps a worker busy for longer than this, in ms. */
const LONGEST_FILE_MS = 20_000;
const DEEPEST = 10;
const MANY = 50_000;
/** All scans share one worker, so each may have to wait for the others. */
const END_MS = 60_000;
const FIFTEEN_MINUTES_S = 15 * 60;

const NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';

interface Harm {
  response: SiteResponse;
  outcome: Outcome;
  /** Whether the entry that stands before the harm must be kept. */
  kept: boolean;
}

/** A urlset of one sound entry, then `filler` until it is of this size. */
function huge(name: string, before: string, filler: string, bytes = 52 * MEGABYTE): SiteAnswer {
  const chunk = Buffer.from(filler.repeat(Math.ceil((64 * 1_024) / filler.length)));
  return {
    body: {
      async *[Symbol.asyncIterator]() {
        yield begun(name) + before;
        for (let left = bytes; left > 0; left -= chunk.length) yield chunk;
      },
    },
  };
}

function begun(name: string): string {
  return `<urlset ${NAMESPACE}><url><loc>https://pages.example.com/${name}</loc></url>`;
}

function manyAttributes(count: number): string {
  const attributes = Array.from({ length: count }, (_, n) => ` a${n}="${n}"`);
  return `${begun("attributes")}<url${attributes.join("")}></url></urlset>`;
}

/** Ten levels of ten: 10,000,000,000 times "lol". */
function billionLaughs(): string {
  const levels = Array.from(
    { length: 10 },
    (_, n) => `<!ENTITY lol${n + 1} "${`&lol${n};`.repeat(10)}">`,
  );
  return (
    `<!DOCTYPE urlset [<!ENTITY lol0 "lol">${levels.join("")}]>` +
    `${begun("laughs")}<url><loc>/laughs-too</loc><lastmod>&lol10;</lastmod></url></urlset>`
  );
}

/** Every way in which a document can ask its reader to fetch something. */
function entitiesFrom(origin: string): string {
  return (
    `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="${origin}/style.xsl"?>` +
    `<!DOCTYPE urlset SYSTEM "${origin}/sitemap.dtd" [` +
    `<!ENTITY secret SYSTEM "${origin}/secret"><!ENTITY file SYSTEM "file:///etc/passwd">` +
    `<!ENTITY % more SYSTEM "${origin}/more.dtd">%more;]>` +
    `${begun("xxe")}<url><loc>/x&secret;&file;</loc></url>` +
    `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${origin}/included.xml"/></urlset>`
  );
}

/** Read up to our limit on size. */
function tooLarge(response: SiteResponse): Harm {
  return { response, outcome: "too_large", kept: true };
}

/** Left where it goes over a limit on its structure. */
function leftThere(response: SiteResponse): Harm {
  return { response, outcome: "ok_partial", kept: true };
}

function undecodable(response: SiteResponse): Harm {
  return { response, outcome: "encoding_error", kept: false };
}

function harms(listener: Site): Record<string, Harm> {
  return {
    gzip: tooLarge(gzipBomb({ start: begun("gzip") })),
    brotli: tooLarge(brotliBomb({ start: begun("brotli") })),
    // These four are read at once.
    endless: tooLarge(endlessBody({ start: begun("endless") })),
    "endless-too": tooLarge(endlessBody({ start: begun("endless-too") })),
    text: tooLarge(huge("text", "<url><loc>", "a")),
    "text-too": tooLarge(huge("text-too", "<url><loc>", "a")),
    attribute: leftThere(huge("attribute", '<url a="', "a")),
    comment: leftThere(huge("comment", "<!--", "a")),
    tag: leftThere(huge("tag", "<", "a")),
    attributes: leftThere(manyAttributes(200_000)),
    levels: leftThere(huge("levels", "", "<a>", 1_000_000 * 3)),
    encodings: undecodable(stackedEncodings(1_000)),
    layers: undecodable({ ...stackedEncodings(1_000), headers: {} }),
    laughs: { response: billionLaughs(), outcome: "ok", kept: true },
    xxe: { response: entitiesFrom(listener.origin), outcome: "ok", kept: true },
    // A byte every nine seconds; how long we listen to that is set below.
    drip: {
      response: slowBody({ bytesPerSecond: 1 / 9, start: begun("drip") }),
      outcome: "timeout",
      kept: true,
    },
  };
}

describe("hostile sites, scanned at once by one worker", () => {
  const scanner = setupScanner("redis");

  it("each end with a named outcome, are not held in memory, and do no harm to another scan", async () => {
    const api = await scanner.startApi();
    const worker = await scanner.startWorker({
      FETCH_IDLE_MS: "1500",
      WORKER_MAX_ATTEMPTS: "2",
      // As in production: a file is asked for once, also on a machine that has more to do than this.
      WORKER_LEASE_MS: "20000",
    });
    await warmUp(scanner, api);
    const memory = await watchMemory(worker.pid);

    const checks = await Promise.all([
      beginSound(scanner, api),
      beginHarms(scanner, api),
      beginChain(scanner, api),
      beginCycle(scanner, api),
      beginMany(scanner, api),
      beginEndlessRobots(scanner, api),
      beginLongWait(scanner, api),
    ]);
    for (const check of checks) await check();

    expect(await memory.growth()).toBeLessThan(MOST_GROWTH_MB);
    expect(await scanner.query("select * from invariant_violations")).toEqual([]);
  }, 120_000);
});

/** Waits for the end of a scan that was begun, and looks at what came of it. */
type Check = () => Promise<void>;

/** Sound sites at once, so that what the worker's memory grows by after them is not its usual load. */
async function warmUp(scanner: Scanner, api: Api): Promise<void> {
  const jobs = await Promise.all(
    ["a", "b", "c"].map((name) => {
      const file = gzip(urlset({ count: 20_000, prefix: `https://warm.example.com/${name}/` }));
      return begin(scanner, api, {
        routes: { "/1.xml.gz": file, "/2.xml.gz": file, "/3.xml.gz": file },
        children: ["/1.xml.gz", "/2.xml.gz", "/3.xml.gz"],
        maxPages: 50_000,
      });
    }),
  );
  for (const { jobId } of jobs) await scanner.finished(jobId, END_MS);
}

/** Starts a site whose robots.txt names an index of these children, and a scan of it. */
async function begin(
  scanner: Scanner,
  api: Api,
  plan: { routes: Record<string, SiteResponse>; children: string[]; maxPages: number },
): Promise<{ site: Site; jobId: string }> {
  const site = await scanner.startSite({ ...plan.routes, "/robots.txt": "Sitemap: /index.xml\n" });
  site.set("/index.xml", sitemapIndex(plan.children.map((path) => `${site.origin}${path}`)));
  const { body } = await api.submit({ base_url: site.origin, max_pages: plan.maxPages });
  return { site, jobId: body.job_id };
}

async function beginSound(scanner: Scanner, api: Api): Promise<Check> {
  const paths = Array.from({ length: 20 }, (_, n) => `/s${n}.xml`);
  const { jobId } = await begin(scanner, api, {
    routes: Object.fromEntries(
      paths.map((path) => [
        path,
        urlset({ count: 50, prefix: `https://sound.example.com${path}/` }),
      ]),
    ),
    children: paths,
    maxPages: 10_000,
  });
  return async () => {
    expect(await scanner.finished(jobId, END_MS)).toMatchObject({
      status: "complete",
      sitemaps_failed: 0,
      pages_found: 1_000,
    });
  };
}

async function beginHarms(scanner: Scanner, api: Api): Promise<Check> {
  const listener = await scanner.startSite();
  const planned = Object.entries(harms(listener));
  const { jobId } = await begin(scanner, api, {
    routes: Object.fromEntries(planned.map(([name, { response }]) => [`/${name}`, response])),
    children: planned.map(([name]) => `/${name}`),
    maxPages: 10_000,
  });
  return async () => {
    expect(await scanner.finished(jobId, END_MS)).toMatchObject({ status: "complete" });
    const files = await scanner.query<{
      name: string;
      outcome: Outcome;
      kept: boolean;
      ms: number;
    }>(
      `select substring(f.url from '[^/]+$') as name, outcome, p.url is not null as kept,
         duration_ms as ms
       from sitemap_files f left join pages p on p.domain_id = f.domain_id
         and p.url = 'https://pages.example.com/' || substring(f.url from '[^/]+$')
       where f.job_id = '${jobId}' and f.parent_id is not null`,
    );
    expect(
      Object.fromEntries(files.map(({ name, outcome, kept }) => [name, { outcome, kept }])),
    ).toEqual(
      Object.fromEntries(planned.map(([name, { outcome, kept }]) => [name, { outcome, kept }])),
    );
    expect(files.filter(({ ms }) => ms > LONGEST_FILE_MS)).toEqual([]);
    expect(listener.connections).toBe(0);
  };
}

/** Each index lists a page and the next index, which nobody has ever seen the last of. */
async function beginChain(scanner: Scanner, api: Api): Promise<Check> {
  const site = await scanner.startSite(({ url = "", headers: { host } }) => {
    if (url === "/robots.txt") return "Sitemap: /chain-0.xml\n";
    if (url.startsWith("/leaf-")) return urlset([`https://pages.example.com${url}`]);
    const number = Number(/\d+/.exec(url)?.[0]);
    return sitemapIndex([
      `http://${host}/leaf-${number}.xml`,
      `http://${host}/chain-${number + 1}.xml`,
    ]);
  });
  const { body } = await api.submit({ base_url: site.origin });
  return async () => {
    expect(await scanner.finished(body.job_id, END_MS)).toMatchObject({
      status: "complete",
      pages_found: DEEPEST,
    });
    const [last] = await scanner.query(
      `select url, depth, truncated from sitemap_files
       where job_id = '${body.job_id}' and kind = 'index' order by depth desc limit 1`,
    );
    expect(last).toEqual({
      url: `${site.origin}/chain-${DEEPEST}.xml`,
      depth: DEEPEST,
      truncated: true,
    });
    expect(site.requests.filter(({ url }) => url === `/chain-${DEEPEST + 1}.xml`)).toEqual([]);
  };
}

async function beginCycle(scanner: Scanner, api: Api): Promise<Check> {
  const site = await scanner.startSite(({ url, headers: { host } }) => {
    const others = ["/a.xml", "/b.xml", "/c.xml", "/a.xml#again"];
    if (url === "/robots.txt") return "Sitemap: /a.xml\n";
    return sitemapIndex(others.map((path) => `http://${host}${path}`));
  });
  const { body } = await api.submit({ base_url: site.origin });
  return async () => {
    expect(await scanner.finished(body.job_id, END_MS)).toMatchObject({
      status: "complete",
      sitemaps_found: 3,
    });
    const asked = site.requests.map(({ url }) => url);
    expect(asked.sort()).toEqual(["/a.xml", "/b.xml", "/c.xml", "/robots.txt"]);
  };
}

/** So many children that most of them are beyond the limit of the scan. */
async function beginMany(scanner: Scanner, api: Api): Promise<Check> {
  const site = await scanner.startSite(({ url = "", headers: { host } }) => {
    if (url === "/robots.txt") return "Sitemap: /index.xml\n";
    if (url !== "/index.xml")
      return urlset({ count: 20, prefix: `https://many.example.com${url}/` });
    return sitemapIndex(Array.from({ length: MANY }, (_, n) => `http://${host}/s${n}.xml`));
  });
  const { body } = await api.submit({ base_url: site.origin, max_pages: 30 });
  return async () => {
    expect(await scanner.finished(body.job_id, END_MS)).toMatchObject({
      status: "complete",
      pages_found: 30,
    });
    const outcomes = await scanner.query<{ outcome: string; files: number }>(
      `select outcome, count(*)::int as files from sitemap_files
       where job_id = '${body.job_id}' group by 1 order by 2 desc`,
    );
    expect(outcomes[0]?.outcome).toBe("limit_reached");
    expect(outcomes[0]?.files).toBeGreaterThan(MANY - 20);
    expect(site.requests.length).toBeLessThan(20);
  };
}

async function beginEndlessRobots(scanner: Scanner, api: Api): Promise<Check> {
  const site = await scanner.startSite({
    "/robots.txt": endlessBody({ start: "Sitemap: /s.xml\n", filler: "# and so on\n" }),
    "/s.xml": urlset(["https://pages.example.com/after-robots"]),
  });
  const { body } = await api.submit({ base_url: site.origin });
  return async () => {
    expect(await scanner.finished(body.job_id, END_MS)).toMatchObject({
      status: "complete",
      pages_found: 1,
    });
  };
}

/** Three years of `Retry-After` are cut to fifteen minutes; until then the scan says why it waits. */
async function beginLongWait(scanner: Scanner, api: Api): Promise<Check> {
  const site = await scanner.startSite({
    "/robots.txt": "Sitemap: /s.xml\n",
    "/s.xml": rateLimited({ retryAfter: 99_999_999 }),
  });
  const { body } = await api.submit({ base_url: site.origin });
  return async () => {
    const task = await waitFor(
      async () => {
        const [waiting] = await scanner.query<{ reason: string; seconds: number }>(
          `select last_error ->> 'code' as reason,
             extract(epoch from available_at - now())::int as seconds
           from tasks where job_id = '${body.job_id}' and kind = 'sitemap' and status = 'pending'
             and status_reason = 'rate_limited'`,
        );
        return waiting;
      },
      { timeoutMs: END_MS, what: "the file to be put off" },
    );
    expect(task.reason).toBe("rate_limited");
    expect(task.seconds).toBeGreaterThan(FIFTEEN_MINUTES_S - 60);
    expect(task.seconds).toBeLessThanOrEqual(FIFTEEN_MINUTES_S);
    await fetch(`${api.origin}/api/v3/sitemap/jobs/${body.job_id}/cancel`, { method: "POST" });
    expect(await scanner.finished(body.job_id, END_MS)).toMatchObject({ status: "cancelled" });
  };
}

/** How much more memory a process has needed since now than ever before, by the kernel's own account. */
async function watchMemory(pid: number): Promise<{ growth(): Promise<number> }> {
  const before = await memoryOf(pid, "VmHWM");
  // Starts the peak anew (see proc(5)).
  await writeFile(`/proc/${pid}/clear_refs`, "5");
  return { growth: async () => (await memoryOf(pid, "VmHWM")) - before };
}

async function memoryOf(pid: number, line: "VmRSS" | "VmHWM"): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`${line}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1_024;
}
