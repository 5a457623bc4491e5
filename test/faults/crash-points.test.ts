/** Every named place at which a process may die: nothing is lost by it, and nothing is done twice. */
import { describe, expect, it } from "@jest/globals";
import { CRASH_POINTS, type CrashPoint } from "@sitemap-scanner/runtime";
import { urlset, type RunningProcess } from "@sitemap-scanner/testkit";
import { setupScanner, type Backend, type Scanner } from "../pipeline/setup.ts";

const PAGES = 2_500;

type Victim =
  | "api"
  | "api of a lost message"
  | "worker"
  | "worker with a queued domain"
  | "worker with a webhook";

/** Which process passes the point, and what else must be there for it to do so. */
const VICTIMS: Record<CrashPoint, Victim> = {
  "submit.inserted": "api",
  "submit.committed": "api",
  "intake.committed": "worker with a queued domain",
  "relay.claimed": "api",
  "relay.published": "api",
  "worker.claimed": "worker",
  "worker.batchWritten": "worker",
  "worker.fileRead": "worker",
  "worker.taskEnded": "worker",
  "webhook.answered": "worker with a webhook",
  "reconciler.applied": "api of a lost message",
};

/** The other places know nothing of the broker. */
const BESIDE_THE_BROKER = CRASH_POINTS.filter((point) =>
  /^(?:relay\.|worker\.(?:claimed|taskEnded)|webhook\.)/.test(point),
);

describe.each<[Backend, readonly CrashPoint[]]>([
  ["redis", CRASH_POINTS],
  ["postgres", BESIDE_THE_BROKER],
])("a process that is killed, on %s", (backend, points) => {
  const scanner = setupScanner(backend);

  it.each(points)("at %s loses nothing and does nothing twice", async (point) => {
    const site = await scanner.startSite({
      "/robots.txt": "Sitemap: /s.xml\n",
      "/s.xml": () => urlset({ count: PAGES, prefix: "https://pages.example.com/" }),
    });
    const domainId = await insertDomain(scanner, site.domain);
    const submit = () =>
      scanner.query(`insert into jobs (domain_id, max_pages) values ('${domainId}', 5000)`);
    const queue = () =>
      scanner.query(
        `update domains set sitemap_analysis_status = 'queued' where id = '${domainId}'`,
      );

    await expectDeath(await start(point, { submit, queue, baseUrl: site.origin }));

    // A worker relays and reconciles as an API does: alone it must be enough.
    await scanner.startWorker();
    // A crash before the commit leaves nothing: whoever asked has no answer, and asks again.
    const isCommitted = point !== "submit.inserted";
    expect(await jobsOf(scanner, domainId)).toHaveLength(isCommitted ? 1 : 0);
    if (!isCommitted) await submit();
    const [job] = await jobsOf(scanner, domainId);
    expect(await scanner.finished(job?.job_id ?? "")).toMatchObject({
      status: "complete",
      sitemaps_found: 1,
      pages_found: PAGES,
      pages_new: PAGES,
    });
    expect(
      await scanner.query(`select count(*)::int as n from pages where domain_id = '${domainId}'`),
    ).toEqual([{ n: PAGES }]);
    expect(await jobsOf(scanner, domainId)).toHaveLength(1);
    expect(await scanner.query("select * from invariant_violations")).toEqual([]);
  });

  async function start(
    point: CrashPoint,
    ways: { submit: () => Promise<unknown>; queue: () => Promise<unknown>; baseUrl: string },
  ): Promise<RunningProcess> {
    const armed = { CRASH_POINT: point };
    const victim = VICTIMS[point];
    if (victim === "worker") {
      await ways.submit();
      return scanner.startWorker(armed);
    }
    if (victim === "worker with a webhook") {
      await scanner.query(
        `insert into webhook_endpoints (url, events, secret)
         values ('${ways.baseUrl}/robots.txt', '{scan.complete}', 'whsec_c2VjcmV0')`,
      );
      await ways.submit();
      return scanner.startWorker(armed);
    }
    if (victim === "worker with a queued domain") {
      const worker = await scanner.startWorker({ ...armed, SCAN_DEFAULT_MAX_PAGES: "5000" });
      await ways.queue();
      return worker;
    }
    if (victim === "api of a lost message") {
      await ways.submit();
      await scanner.query("delete from outbox");
      return (await scanner.startApi(armed)).process;
    }
    const api = await scanner.startApi(armed);
    // The connection breaks off with the process.
    api.submit({ base_url: ways.baseUrl, max_pages: 5_000 }).catch(() => undefined);
    return api.process;
  }
});

async function expectDeath(process: RunningProcess): Promise<void> {
  expect(await process.exited).toEqual({ code: null, signal: "SIGKILL" });
}

async function insertDomain(scanner: Scanner, domain: string): Promise<string> {
  const [row] = await scanner.query<{ id: string }>(
    `insert into domains (domain) values ('${domain}') returning id`,
  );
  return row?.id ?? "";
}

function jobsOf(scanner: Scanner, domainId: string): Promise<{ job_id: string }[]> {
  return scanner.query(`select job_id from jobs where domain_id = '${domainId}'`);
}
