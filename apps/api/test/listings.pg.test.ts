import { describe, expect, it } from "@jest/globals";
import { JobEvent, listOf, Page, SitemapFile } from "@sitemap-scanner/contracts";
import { sql } from "kysely";
import { expectProblem } from "./expect-problem.ts";
import { aFile, aJob, endJob, somePages, startJob } from "./fixtures.ts";
import { setupApi } from "./setup.ts";

const JOBS = "/api/v3/sitemap/jobs";
const api = setupApi();

/** Every item of a listing, page by page. */
async function readAll<T>(
  path: string,
  contract: { parse(body: unknown): { data: T[]; next: string | null } },
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const answer = await api.http.get(path).query(cursor === null ? {} : { cursor });
    const page = contract.parse(answer.body);
    items.push(...page.data);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}

async function aJobWithPages(amount: number) {
  const job = await aJob(api.db, { maxPages: Math.max(1, amount) });
  await startJob(api.db, job);
  const fileId = await aFile(api.db, job, { url: "https://a.com/1.xml", outcome: "ok" });
  await somePages(api.db, job, fileId, amount);
  return { ...job, fileId };
}

describe("GET /api/v3/sitemap/jobs/{id}/files", () => {
  it("lists every file with its outcome, and what to do about it", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job);
    await aFile(api.db, job, { url: "https://a.com/1.xml", outcome: "ok", detail: "3 entries" });
    await aFile(api.db, job, { url: "https://a.com/2.xml", outcome: "not_found" });
    await aFile(api.db, job, { url: "https://a.com/3.xml", outcome: "of_the_future" });
    await aFile(api.db, job, { url: "https://a.com/4.xml" });

    const files = await readAll(`${JOBS}/${job.jobId}/files?limit=3`, listOf(SitemapFile));

    expect(files.map(({ url, status, outcome, detail }) => [url, status, outcome, detail])).toEqual(
      [
        ["https://a.com/1.xml", "complete", "ok", "3 entries"],
        ["https://a.com/2.xml", "failed", "not_found", expect.stringContaining("404")],
        ["https://a.com/3.xml", "failed", "of_the_future", null],
        ["https://a.com/4.xml", "pending", null, null],
      ],
    );
  });
});

describe("GET /api/v3/sitemap/jobs/{id}/events", () => {
  it("tells the whole story, oldest first", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job);
    await endJob(api.db, job, { status: "failed", error: { code: "x", message: "" } });

    const events = await readAll(`${JOBS}/${job.jobId}/events?limit=2`, listOf(JobEvent));

    const story = events.map(({ task_id: task, from, to }) => [
      task === null ? "job" : "task",
      from,
      to,
    ]);
    expect(story.filter(([subject]) => subject === "job")).toEqual([
      ["job", null, "pending"],
      ["job", "pending", "running"],
      ["job", "running", "failed"],
    ]);
    expect(story.filter(([subject]) => subject === "task").at(-1)?.[2]).toBe("cancelled");
    expect(events[0]?.actor).toBe("test");
    expect(new Set(events.map(({ task_id: task, kind }) => task !== null && kind))).toEqual(
      new Set([false, "discover"]),
    );
  });
});

describe("GET /api/v3/sitemap/jobs/{id}/pages", () => {
  it("lists every page once", async () => {
    const job = await aJobWithPages(25);

    const pages = await readAll(`${JOBS}/${job.jobId}/pages?limit=10`, listOf(Page));

    expect(new Set(pages.map((page) => page.url)).size).toBe(25);
    expect(pages).toHaveLength(25);
    expect(pages[0]).toMatchObject({ sitemap_file_id: job.fileId, lastmod: null });
  });

  it("lists those of an older job that a newer one saw again, and not the newer one's own", async () => {
    const older = await aJobWithPages(3);
    await endJob(api.db, older, { status: "complete" });
    const newer = await aJob(api.db, { domain: older.domain });
    await sql`update pages set last_seen_job_id = ${newer.jobId}, last_seen_at = clock_timestamp()
      where url like '%/0' and domain_id = ${older.domainId}`.execute(api.db);
    await sql`insert into pages (domain_id, url, url_hash, sitemap_file_id, first_seen_job_id, last_seen_job_id)
      values (${older.domainId}, 'new', decode(md5('new'), 'hex'), ${older.fileId}, ${newer.jobId}, ${newer.jobId})`.execute(
      api.db,
    );

    const ofOlder = await readAll(`${JOBS}/${older.jobId}/pages`, listOf(Page));
    const ofNewer = await readAll(`${JOBS}/${newer.jobId}/pages`, listOf(Page));

    expect(ofOlder).toHaveLength(3);
    expect(ofNewer.map((page) => page.url).sort()).toEqual([`https://${older.domain}/0`, "new"]);
  });

  it("streams 20,000 of them as ndjson", async () => {
    const job = await aJobWithPages(20_000);

    const answer = await fetch(`${api.origin}${JOBS}/${job.jobId}/pages?format=ndjson`);
    const lines = (await answer.text()).split("\n");

    expect(answer.headers.get("content-type")).toMatch(/^application\/x-ndjson/);
    expect(lines.pop()).toBe("");
    const urls = lines.map((line) => Page.parse(JSON.parse(line)).url);
    expect(new Set(urls).size).toBe(20_000);
  });

  it("streams nothing for a job without pages", async () => {
    const job = await aJob(api.db);

    const answer = await fetch(`${api.origin}${JOBS}/${job.jobId}/pages?format=ndjson`);

    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe("");
  });

  it("refuses a limit with ndjson, a cursor of another listing, and an unknown format", async () => {
    const { jobId } = await aJob(api.db);
    const get = (query: object) => api.http.get(`${JOBS}/${jobId}/pages`).query(query);
    const foreign = Buffer.from("files~1").toString("base64url");

    expectProblem(await get({ format: "ndjson", limit: 5 }), 400, "invalid_request");
    expectProblem(await get({ format: "pdf" }), 400, "invalid_request");
    expectProblem(await get({ format: "json", cursor: foreign }), 400, "invalid_cursor");
    expectProblem(await get({ format: "ndjson", cursor: foreign }), 400, "invalid_cursor");
  });
});
