import { describe, expect, it } from "@jest/globals";
import { Job, ScanAccepted, ScanStatus } from "@sitemap-scanner/contracts";
import { randomUUID } from "node:crypto";
import { expectProblem } from "./expect-problem.ts";
import { aJob } from "./fixtures.ts";
import { setupApi } from "./setup.ts";

const JOBS = "/api/v3/sitemap/jobs";
const api = setupApi();

describe("POST /api/v3/sitemap/jobs/{id}/cancel", () => {
  it("ends a live scan and its tasks, and answers with it", async () => {
    const job = await aJob(api.db);

    const answer = await api.http.post(`${JOBS}/${job.jobId}/cancel`);

    expect(answer.status).toBe(200);
    expect(Job.parse(answer.body)).toMatchObject({ job_id: job.jobId, status: "cancelled" });
    const tasks = await api.db
      .selectFrom("tasks")
      .select("status")
      .where("job_id", "=", job.jobId)
      .execute();
    expect(tasks).toEqual([{ status: "cancelled" }]);
  });

  it("refuses a scan that has ended, and one that is unknown", async () => {
    const job = await aJob(api.db);
    await api.http.post(`${JOBS}/${job.jobId}/cancel`);

    const again = await api.http.post(`${JOBS}/${job.jobId}/cancel`);
    const unknown = await api.http.post(`${JOBS}/${randomUUID()}/cancel`);
    const malformed = await api.http.post(`${JOBS}/1/cancel`);

    expectProblem(again, 409, "job_not_live");
    expectProblem(unknown, 404, "job_not_found");
    expectProblem(malformed, 400, "invalid_request");
  });
});

describe("POST /api/v3/sitemap/jobs/{id}/retry", () => {
  it("asks for the same scan again, as a new job", async () => {
    const job = await aJob(api.db, { maxPages: 42 });
    await api.http.post(`${JOBS}/${job.jobId}/cancel`);

    const answer = await api.http.post(`${JOBS}/${job.jobId}/retry`);

    expect(answer.status).toBe(202);
    const accepted = ScanAccepted.parse(answer.body);
    expect(accepted.job_id).not.toBe(job.jobId);
    expect(answer.headers["location"]).toBe(accepted.status_url);
    const status = ScanStatus.parse((await api.http.get(accepted.status_url)).body);
    expect(status).toMatchObject({ status: "pending", domain: job.domain, max_pages: 42 });
  });

  it("refuses a scan that has not ended, and leads to one that is live", async () => {
    const job = await aJob(api.db);
    const early = await api.http.post(`${JOBS}/${job.jobId}/retry`);
    await api.http.post(`${JOBS}/${job.jobId}/cancel`);
    const live = ScanAccepted.parse((await api.http.post(`${JOBS}/${job.jobId}/retry`)).body);

    const again = await api.http.post(`${JOBS}/${job.jobId}/retry`);

    expectProblem(early, 409, "job_not_finished");
    expect(expectProblem(again, 409, "scan_in_progress")["job_id"]).toBe(live.job_id);
    expectProblem(await api.http.post(`${JOBS}/${randomUUID()}/retry`), 404, "job_not_found");
  });

  it.each([
    ["a scheme that there is not", { scheme: "gopher" }, /params\.scheme/],
    ["sitemaps that are no URLs", { sitemap_urls: ["nonsense"] }, /params\.sitemap_urls\.0/],
    ["no object at all", [], /params: /],
  ])("refuses a scan whose params, written by hand, have %s", async (_what, params, words) => {
    const job = await aJob(api.db);
    await api.http.post(`${JOBS}/${job.jobId}/cancel`);
    await api.db
      .updateTable("jobs")
      .set({ params: JSON.stringify(params) })
      .where("job_id", "=", job.jobId)
      .execute();

    const answer = await api.http.post(`${JOBS}/${job.jobId}/retry`);

    const problem = expectProblem(answer, 409, "invalid_params");
    expect(problem.detail).toMatch(words);
    expect(problem.job_id).toBe(job.jobId);
  });
});
