import { describe, expect, it } from "@jest/globals";
import {
  Activity,
  DomainHistory,
  JobCounts,
  listOf,
  ScanTransition,
} from "@sitemap-scanner/contracts";
import { sql } from "kysely";
import { expectProblem } from "./expect-problem.ts";
import { aFile, aJob, endJob, startJob } from "./fixtures.ts";
import { setupApi } from "./setup.ts";

const api = setupApi();

/** A scan that has ended, so many minutes ago. */
async function anEndedJob(
  status: "complete" | "failed",
  {
    domain,
    minutesAgo = 0,
    pages = 0,
  }: { domain?: string; minutesAgo?: number; pages?: number } = {},
) {
  const job = await aJob(api.db, domain === undefined ? {} : { domain });
  await startJob(api.db, job);
  await aFile(api.db, job, { url: `https://${job.domain}/s.xml`, outcome: "ok" });
  const error = { code: "no_sitemap_read", message: "None" };
  await endJob(api.db, job, status === "failed" ? { status, error } : { status });
  await sql`
    update jobs set pages_found = ${pages}, created_at = created_at - make_interval(mins => ${minutesAgo}),
      finished_at = finished_at - make_interval(mins => ${minutesAgo})
    where job_id = ${job.jobId}`.execute(api.db);
  return job;
}

async function aCanary(): Promise<void> {
  const canary = await aJob(api.db);
  await sql`update jobs set source = 'canary' where job_id = ${canary.jobId}`.execute(api.db);
}

const readCounts = async (domain?: string) => {
  const query = domain === undefined ? {} : { domain };
  return JobCounts.parse((await api.http.get("/api/v3/sitemap/job-counts").query(query)).body);
};

describe("GET /api/v3/sitemap/job-counts", () => {
  it("counts by status, all and of one domain, but no canary", async () => {
    const before = await readCounts();
    const { domain } = await anEndedJob("complete");
    await anEndedJob("failed", { domain });
    await aJob(api.db, { domain });
    await startJob(api.db, await aJob(api.db));
    await aCanary();

    const after = await readCounts();

    expect(after).toEqual({
      ...before,
      pending: before.pending + 1,
      running: before.running + 1,
      complete: before.complete + 1,
      failed: before.failed + 1,
      estimated: false,
    });
    expect(await readCounts(domain)).toEqual({
      pending: 1,
      running: 0,
      complete: 1,
      failed: 1,
      cancelled: 0,
      estimated: false,
    });
    expect(await readCounts("unknown.example.com")).toMatchObject({ pending: 0, complete: 0 });
  });

  it("refuses what is no domain", async () => {
    const answer = await api.http.get("/api/v3/sitemap/job-counts?domain=a%20b");

    expectProblem(answer, 400, "invalid_domain");
  });
});

async function readActivity(hours: number): Promise<Activity["data"]> {
  return Activity.parse((await api.http.get("/api/v3/sitemap/activity").query({ hours })).body)
    .data;
}

/** How many stretches there are, and how long they are, in ms. */
async function stepsOf(hours: number): Promise<[number, Set<number>]> {
  const times = (await readActivity(hours)).map(({ at }) => Date.parse(at));
  return [times.length, new Set(times.slice(1).map((at, n) => at - (times[n] ?? 0)))];
}

const sumOf = (data: Activity["data"]) => ({
  complete: data.reduce((sum, { complete }) => sum + complete, 0),
  failed: data.reduce((sum, { failed }) => sum + failed, 0),
  pages: data.reduce((sum, { pages_found: pages }) => sum + pages, 0),
});

describe("GET /api/v3/sitemap/activity", () => {
  it("gives every stretch, also those in which nothing ended, oldest first", async () => {
    expect(await stepsOf(1)).toEqual([12, new Set([5 * 60_000])]);
    expect(await stepsOf(24)).toEqual([288, new Set([5 * 60_000])]);
    expect(await stepsOf(168)).toEqual([168, new Set([60 * 60_000])]);
  });

  it("counts the scans that ended in each", async () => {
    const earlier = await readActivity(48);
    await anEndedJob("complete", { minutesAgo: 25 * 60, pages: 7 });
    await anEndedJob("complete", { minutesAgo: 25 * 60, pages: 5 });
    await anEndedJob("failed", { minutesAgo: 60 * 60 });

    const before = sumOf(earlier);
    const now = await readActivity(48);

    expect(sumOf(now)).toEqual({
      ...before,
      complete: before.complete + 2,
      pages: before.pages + 12,
    });
    expect(now.filter(({ pages_found: pages }) => pages > 0)).toHaveLength(1);
  });

  it("refuses more than a week", async () => {
    expectProblem(await api.http.get("/api/v3/sitemap/activity?hours=169"), 400, "invalid_request");
  });
});

describe("GET /api/v3/sitemap/events", () => {
  it("tells transitions of scans, newest first and page by page, but of no canary and no task", async () => {
    const job = await anEndedJob("failed");
    await aCanary();
    const next = await aJob(api.db);

    const seen: ScanTransition[] = [];
    for (let cursor: string | null = ""; cursor !== null && seen.length < 4;) {
      const query = { limit: 1, ...(cursor !== "" && { cursor }) };
      const answer = await api.http.get("/api/v3/sitemap/events").query(query);
      const page = listOf(ScanTransition).parse(answer.body);
      seen.push(...page.data);
      cursor = page.next;
    }

    expect(
      seen.map(({ job_id: jobId, domain, from, to, reason }) => [jobId, domain, from, to, reason]),
    ).toEqual([
      [next.jobId, next.domain, null, "pending", null],
      [job.jobId, job.domain, "running", "failed", "no_sitemap_read"],
      [job.jobId, job.domain, "pending", "running", null],
      [job.jobId, job.domain, null, "pending", null],
    ]);
  });

  it("refuses a cursor of another listing", async () => {
    const cursor = Buffer.from("events~1").toString("base64url");

    expectProblem(
      await api.http.get("/api/v3/sitemap/events").query({ cursor }),
      400,
      "invalid_cursor",
    );
  });
});

describe("GET /api/v3/domains/{domain}/history", () => {
  it("gives the last scans that have ended, oldest first", async () => {
    const first = await anEndedJob("complete", { minutesAgo: 30, pages: 1 });
    const { domain } = first;
    const second = await anEndedJob("failed", { domain, minutesAgo: 20 });
    const third = await anEndedJob("complete", { domain, minutesAgo: 10, pages: 3 });
    await aJob(api.db, { domain });
    const read = async (query: object) =>
      DomainHistory.parse(
        (await api.http.get(`/api/v3/domains/${domain}/history`).query(query)).body,
      ).data;

    expect(
      (await read({})).map(({ job_id: id, status, pages_found: pages }) => [id, status, pages]),
    ).toEqual([
      [first.jobId, "complete", 1],
      [second.jobId, "failed", 0],
      [third.jobId, "complete", 3],
    ]);
    expect((await read({ limit: 1 })).map(({ job_id: id }) => id)).toEqual([third.jobId]);
  });

  it("refuses a domain that there is not", async () => {
    expectProblem(
      await api.http.get("/api/v3/domains/none.example.com/history"),
      404,
      "domain_not_found",
    );
  });
});
