import { randomUUID } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { Audit } from "@sitemap-scanner/contracts";
import { recordFileFindings } from "@sitemap-scanner/database";
import { expectProblem } from "./expect-problem.ts";
import { aFile, aJob, startJob } from "./fixtures.ts";
import { setupApi } from "./setup.ts";

const api = setupApi();
const pathOf = (jobId: string) => `/api/v3/sitemap/jobs/${jobId}/audit`;

async function auditOf(jobId: string): Promise<Audit> {
  const answer = await api.http.get(pathOf(jobId));
  expect(answer.status).toBe(200);
  return Audit.parse(answer.body);
}

const finding = (code: string, amount: number, urls: string[], reason = "") => ({
  code,
  reason,
  amount,
  examples: urls.map((url) => ({ url, detail: null })),
});

describe("GET /api/v3/sitemap/jobs/{id}/audit", () => {
  it("finds nothing in a scan that has read nothing", async () => {
    const job = await aJob(api.db);

    expect(await auditOf(job.jobId)).toEqual({
      job_id: job.jobId,
      domain: job.domain,
      status: "pending",
      complete: false,
      files: 0,
      pages: 0,
      findings: [],
    });
  });

  it("adds up what was found in each file, and keeps the first five examples", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job);
    for (const file of [1, 2, 3]) {
      const url = `https://a.com/${file}.xml`;
      const id = await aFile(api.db, job, { url, outcome: "ok" });
      const urls = [`https://a.com/${file}/1`, `https://a.com/${file}/2`];
      await recordFileFindings(api.db, { id, url, jobId: job.jobId }, [
        finding("lastmod_missing", 10, urls),
        finding("entries_rejected", file, [], "url_scheme"),
        finding("of_the_future", 1, []),
      ]);
    }

    const { findings } = await auditOf(job.jobId);

    expect(findings.map(({ code, count, files }) => [code, count, files])).toEqual([
      ["entries_rejected", 6, 3],
      ["lastmod_missing", 30, 3],
    ]);
    expect(findings[0]).toMatchObject({ severity: "error", reason: "url_scheme", examples: [] });
    expect(findings[1]?.examples.map(({ url }) => url)).toEqual([
      "https://a.com/1/1",
      "https://a.com/1/2",
      "https://a.com/2/1",
      "https://a.com/2/2",
      "https://a.com/3/1",
    ]);
  });

  it("tells files that failed by outcome, with what to do about each", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job);
    for (const [name, outcome] of Object.entries({ a: "gone", b: "not_found", c: "not_found" }))
      await aFile(api.db, job, { url: `https://a.com/${name}.xml`, outcome });

    const { findings } = await auditOf(job.jobId);

    expect(findings).toMatchObject([
      {
        code: "child_failed",
        reason: "not_found",
        count: 2,
        files: 2,
        advice: expect.stringContaining("404"),
        examples: [
          { file_url: "https://a.com/b.xml", url: null, detail: null },
          { file_url: "https://a.com/c.xml", url: null, detail: null },
        ],
      },
      { code: "child_failed", reason: "gone", count: 1, files: 1 },
    ]);
  });

  it("refuses a job that there is not", async () => {
    expectProblem(await api.http.get(pathOf(randomUUID())), 404, "job_not_found");
  });
});
