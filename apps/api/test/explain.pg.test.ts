import { describe, expect, it } from "@jest/globals";
import { Explanation, OUTCOMES } from "@sitemap-scanner/contracts";
import { sql } from "kysely";
import { aFile, aJob, aWorker, endJob, startJob } from "./fixtures.ts";
import { setupApi } from "./setup.ts";

const JOBS = "/api/v3/sitemap/jobs";
const api = setupApi();

async function explain({ jobId }: { jobId: string }): Promise<Explanation> {
  const explanation = Explanation.parse((await api.http.get(`${JOBS}/${jobId}/explain`)).body);
  expect(explanation.job_id).toBe(jobId);
  return explanation;
}

describe("GET /api/v3/sitemap/jobs/{id}/explain", () => {
  it("says that the relay owes the next step while the message is unpublished", async () => {
    const job = await aJob(api.db);

    const { status, summary, details } = await explain(job);

    expect(status).toBe("pending");
    expect(summary).toMatch(/^The relay owes the next step: to publish message \d+/);
    expect(details).toContain("No worker has been seen within a day: start one");
    expect(details.at(-1)).toContain("deadline_exceeded");
  });

  it("says that a worker owes it once the doorbell rang, and when one was last seen", async () => {
    const job = await aJob(api.db);
    await sql`update outbox set published_at = now() from tasks
      where tasks.id = outbox.task_id and tasks.job_id = ${job.jobId}`.execute(api.db);
    await aWorker(api.db, "worker-9", 600);

    const { summary, details } = await explain(job);

    expect(summary).toMatch(/^A worker owes the next step: to search the site for sitemaps/);
    expect(details).toContain('No worker is alive: "worker-9" was last seen 10 min ago');
  });

  it("says which worker is at it, and by when it must say so again", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job, "worker-7");

    const { summary } = await explain(job);

    expect(summary).toMatch(/^Worker "worker-7" is at work to search .* again by .*\(in /);
  });

  it("says that the reconciler owes it when a lease ran out", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job);
    await sql`update tasks set lease_until = now() - interval '1 minute' where job_id = ${job.jobId}`.execute(
      api.db,
    );

    expect((await explain(job)).summary).toMatch(/^The reconciler owes the next step: .*ran out/);
  });

  it("says when a task is tried again, and after what", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job);
    const error = JSON.stringify({ code: "timeout", message: "too slow" });
    await sql`update tasks set status = 'pending', available_at = now() + interval '1 minute',
      last_error = ${error}::jsonb where job_id = ${job.jobId}`.execute(api.db);

    expect((await explain(job)).summary).toMatch(
      /attempt 2\) at .*\(in .*, after timeout: too slow/,
    );
  });

  it("says how it ended, and for each file that failed what to do", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job);
    await aFile(api.db, job, { url: "https://a.com/1.xml", outcome: "ok" });
    await aFile(api.db, job, { url: "https://a.com/2.xml", outcome: "forbidden", detail: "403" });
    await endJob(api.db, job, { status: "complete" });

    const { summary, details } = await explain(job);

    expect(summary).toMatch(
      /^Complete after .*: 1 of 2 sitemaps read, 0 pages found: 0 new, 0 changed; 0 removed$/,
    );
    expect(details).toEqual([`https://a.com/2.xml: forbidden: 403 — ${OUTCOMES.forbidden.advice}`]);
  });

  it("says what the search tried when it found nothing", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job);
    const tried = [
      { url: "https://a.com/robots.txt", outcome: "ok", note: "names none" },
      { url: "https://a.com/sitemap.xml", outcome: "not_a_sitemap", note: "HTML, not a sitemap" },
      { url: "http://a.com/robots.txt", outcome: "not_found", note: "the server answered 404" },
    ];
    await sql`update jobs set result_data = result_data || ${JSON.stringify({ discovery: tried })}::jsonb
      where job_id = ${job.jobId}`.execute(api.db);
    await endJob(api.db, job, {
      status: "failed",
      error: { code: "no_sitemap_found", message: "No sitemap was found on the site" },
    });

    const { summary, details } = await explain(job);

    expect(summary).toMatch(/^Failed after .* with no_sitemap_found: No sitemap was found/);
    expect(details).toEqual([
      "Searched https://a.com: /robots.txt: names none; /sitemap.xml: HTML, not a sitemap",
      "Searched http://a.com: /robots.txt: not_found: the server answered 404",
    ]);
  });

  it("says who cancelled it", async () => {
    const job = await aJob(api.db);
    await api.http.post(`${JOBS}/${job.jobId}/cancel`);

    expect((await explain(job)).summary).toMatch(
      /^Cancelled after .* by "sitemap-scanner api" \(cancel_requested\)/,
    );
  });
});
