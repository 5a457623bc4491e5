import { expect, it } from "@jest/globals";
import { WorkerList } from "@sitemap-scanner/contracts";
import { recordWorkerStop } from "@sitemap-scanner/database";
import { aJob, aWorker, startJob } from "./fixtures.ts";
import { setupApi } from "./setup.ts";

const api = setupApi();

it("GET /api/v3/workers lists who is alive first, what each is at, and who is gone for an hour", async () => {
  await aWorker(api.db, "silent", 600);
  await aWorker(api.db, "forgotten", 4_000);
  await aWorker(api.db, "stopped", 1);
  await recordWorkerStop(api.db, "stopped");
  await aWorker(api.db, "busy", 1);
  const job = await aJob(api.db);
  await startJob(api.db, job, "busy");

  const { data } = WorkerList.parse((await api.http.get("/api/v3/workers")).body);

  expect(data.map(({ id, alive, stopped_at: stopped }) => [id, alive, stopped !== null])).toEqual([
    ["busy", true, false],
    ["stopped", false, true],
    ["silent", false, false],
  ]);
  expect(data.map(({ tasks }) => tasks)).toEqual([
    [
      {
        task_id: expect.any(String),
        job_id: job.jobId,
        domain: job.domain,
        kind: "discover",
        url: null,
        started_at: expect.any(String),
        lease_until: expect.any(String),
      },
    ],
    [],
    [],
  ]);
});
