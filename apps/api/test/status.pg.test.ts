import { describe, expect, it } from "@jest/globals";
import { Job, listOf, ScanStatus } from "@sitemap-scanner/contracts";
import { listJobViews } from "@sitemap-scanner/database";
import { createLogger } from "@sitemap-scanner/runtime";
import { randomUUID } from "node:crypto";
import { createJobWatcher } from "../src/scans/job-watcher.ts";
import { expectProblem } from "./expect-problem.ts";
import { aFile, aJob, endJob, somePages, startJob } from "./fixtures.ts";
import { setupApi } from "./setup.ts";

const SITEMAP = "/api/v3/sitemap";
const Jobs = listOf(Job);
const api = setupApi();

describe("GET /api/v3/sitemap/status/{job_id}", () => {
  it("tells how a finished scan went", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job);
    const fileId = await aFile(api.db, job, {
      url: "https://a.com/1.xml",
      outcome: "ok",
      pagesFound: 3,
    });
    await aFile(api.db, job, { url: "https://a.com/2.xml", outcome: "not_found" });
    await somePages(api.db, job, fileId, 3);
    await endJob(api.db, job, { status: "complete" });

    const answer = await api.http.get(`${SITEMAP}/status/${job.jobId}`);

    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(ScanStatus.parse(answer.body)).toMatchObject({
      job_id: job.jobId,
      status: "complete",
      domain: job.domain,
      progress: 1,
      result: {
        sitemaps_found: 2,
        sitemaps_read: 1,
        sitemaps_failed: 1,
        pages_found: 3,
        pages_new: 3,
        pages_changed: 0,
        pages_removed: 0,
        limits_hit: [],
      },
      error: null,
      metadata: {
        sitemaps: [
          { url: "https://a.com/1.xml", kind: "urlset", outcome: "ok" },
          { url: "https://a.com/2.xml", kind: "urlset", outcome: "not_found" },
        ],
      },
    });
  });

  it("tells why a scan failed", async () => {
    const job = await aJob(api.db);
    const error = { code: "no_sitemap_found", message: "No sitemap was found on the site" };
    await startJob(api.db, job);
    await endJob(api.db, job, { status: "failed", error });

    const answer = await api.http.get(`${SITEMAP}/status/${job.jobId}`);

    expect(ScanStatus.parse(answer.body)).toMatchObject({ status: "failed", progress: 1, error });
  });

  it("shows progress that never falls, and is 1 at the end alone", async () => {
    const job = await aJob(api.db, { maxPages: 10 });
    const seen: number[] = [];
    const look = async () => {
      const answer = await api.http.get(`${SITEMAP}/status/${job.jobId}`);
      seen.push(ScanStatus.parse(answer.body).progress);
    };

    await look();
    await startJob(api.db, job);
    const fileId = await aFile(api.db, job, { url: "https://a.com/1.xml", outcome: "ok" });
    await look();
    for (const name of ["2", "3", "4"])
      await aFile(api.db, job, { url: `https://a.com/${name}.xml` });
    await look();
    await somePages(api.db, job, fileId, 10);
    await look();
    await endJob(api.db, job, { status: "complete" });
    await look();

    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen[0]).toBe(0);
    expect(seen.filter((progress) => progress === 1)).toHaveLength(1);
  });

  it("waits for the end of the scan when asked to", async () => {
    const job = await aJob(api.db);
    const answer = api.http.get(`${SITEMAP}/status/${job.jobId}?wait=30`).then((res) => res);

    await startJob(api.db, job);
    await endJob(api.db, job, { status: "failed", error: { code: "x", message: "" } });

    expect(ScanStatus.parse((await answer).body).status).toBe("failed");
  });

  it("answers as things stand when the wait is over", async () => {
    const job = await aJob(api.db);
    const startedAt = performance.now();

    const answer = await api.http.get(`${SITEMAP}/status/${job.jobId}?wait=0.3`);

    expect(performance.now() - startedAt).toBeGreaterThan(250);
    expect(ScanStatus.parse(answer.body).status).toBe("pending");
  });

  it.each(["61", "-1", "soon", "Infinity"])("refuses to wait %s", async (wait) => {
    const job = await aJob(api.db);

    const answer = await api.http.get(`${SITEMAP}/status/${job.jobId}?wait=${wait}`);

    expectProblem(answer, 400, "invalid_request");
  });

  it.each(["status/ID", "jobs/ID/files", "jobs/ID/pages", "jobs/ID/events", "jobs/ID/explain"])(
    "knows of %s that a job is unknown or malformed",
    async (path) => {
      const unknown = await api.http.get(`${SITEMAP}/${path.replace("ID", randomUUID())}`);
      const malformed = await api.http.get(`${SITEMAP}/${path.replace("ID", "1%27--")}`);

      expectProblem(unknown, 404, "job_not_found");
      expectProblem(malformed, 400, "invalid_request");
    },
  );
});

describe("createJobWatcher()", () => {
  const logger = createLogger({ level: "error", service: "test" });

  it("lets go of whoever went away, and of everybody when it closes", async () => {
    const watcher = createJobWatcher({ db: api.db, logger });
    const { jobId } = await aJob(api.db);
    const gone = new AbortController();
    const still = new AbortController();
    const wait = (signal: AbortSignal) => watcher.waitForEnd(jobId, { timeoutMs: 60_000, signal });

    const [first, second] = [wait(gone.signal), wait(still.signal)];
    gone.abort();
    await first;
    watcher.close();
    await second;

    // After the end nobody is kept.
    await wait(still.signal);
    expect(still.signal.aborted).toBe(false);
  });
});

describe("GET /api/v3/sitemap/jobs", () => {
  it("lists every job once, newest first, even those of one microsecond", async () => {
    const made = await Promise.all(Array.from({ length: 7 }, () => aJob(api.db)));
    const sameMoment = "2020-01-01T00:00:00.123456Z";
    await api.db
      .updateTable("jobs")
      .set({ created_at: sameMoment })
      .where(
        "job_id",
        "in",
        made.slice(0, 5).map((job) => job.jobId),
      )
      .execute();
    const seen: Job[] = [];

    let next: string | null = "";
    while (next !== null) {
      const cursor: string = next === "" ? "" : `&cursor=${next}`;
      const page = Jobs.parse((await api.http.get(`${SITEMAP}/jobs?limit=2${cursor}`)).body);
      expect(page.has_more).toBe(page.next !== null);
      seen.push(...page.data);
      next = page.next;
    }

    const all = await listJobViews(api.db, { limit: 1_000 });
    expect(seen.map((job) => job.job_id)).toEqual(all.map((job) => job.job_id));
    expect(new Set(seen.map((job) => job.job_id)).size).toBe(seen.length);
    const times = seen.map((job) => job.created_at);
    expect(times).toEqual(times.toSorted().reverse());
  });

  it("lists by status, domain and age", async () => {
    const old = await aJob(api.db);
    await api.db
      .updateTable("jobs")
      .set({ created_at: new Date(Date.now() - 3 * 86_400_000) })
      .where("job_id", "=", old.jobId)
      .execute();
    const list = async (query: string) => {
      const answer = await api.http.get(`${SITEMAP}/jobs?${query}`);
      return Jobs.parse(answer.body).data.map((job) => job.job_id);
    };

    const shouted = `https://${old.domain.toUpperCase()}/x`;
    expect(await list(`domain=${encodeURIComponent(shouted)}`)).toEqual([old.jobId]);
    expect(await list(`domain=${old.domain}&status=pending`)).toEqual([old.jobId]);
    expect(await list(`domain=${old.domain}&status=running`)).toEqual([]);
    expect(await list(`domain=${old.domain}&older_than=2d`)).toEqual([old.jobId]);
    expect(await list(`domain=${old.domain}&older_than=73h`)).toEqual([]);
  });

  it.each([
    "status=stuck",
    "older_than=10",
    "older_than=1y",
    "limit=0",
    "limit=1001",
    "limit=x",
    "colour=red",
    "status=pending&status=running",
    "__proto__=1",
  ])("refuses ?%s", async (query) => {
    expectProblem(await api.http.get(`${SITEMAP}/jobs?${query}`), 400, "invalid_request");
  });

  it("refuses a domain that is none", async () => {
    expectProblem(await api.http.get(`${SITEMAP}/jobs?domain=a%20b`), 400, "invalid_domain");
  });

  it.each([
    ["words", "hello"],
    ["nothing", ""],
    ["another listing's", Buffer.from("files~1").toString("base64url")],
    ["one with SQL", Buffer.from(`jobs~1~' or 1=1 --`).toString("base64url")],
    [
      "one beyond time",
      Buffer.from(`jobs~${"9".repeat(17)}~${randomUUID()}`).toString("base64url"),
    ],
    ["one with padding", `${Buffer.from(`jobs~1~${randomUUID()}`).toString("base64url")}=`],
  ])("refuses as a cursor: %s", async (_name, cursor) => {
    const answer = await api.http.get(`${SITEMAP}/jobs`).query({ cursor });

    expectProblem(answer, 400, "invalid_cursor");
  });
});
