import {
  findJob,
  inTransaction,
  listStalledJobs,
  lockJob,
  type Db,
} from "@sitemap-scanner/database";
import { settleJob } from "../settle-job.ts";
import { finding, PASS_LIMIT, type Finding } from "./finding.ts";

/** R7: held tasks though the window has room, and jobs that nothing is left to be done for. */
export async function moveStalledJobs(db: Db): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const jobId of await listStalledJobs(db, { limit: PASS_LIMIT })) {
    const did = await move(db, jobId);
    if (did !== undefined) findings.push(finding("R7", "job", { id: jobId, did }));
  }
  return findings;
}

function move(db: Db, jobId: string): Promise<string | undefined> {
  return inTransaction(db, async (tx) => {
    const before = await lockJob(tx, jobId);
    // Whoever held the lock may have moved it.
    if (!before || (await listStalledJobs(tx, { jobId, limit: 1 })).length === 0) return undefined;
    await settleJob(tx, jobId);
    const after = await findJob(tx, jobId);
    return after?.finished_at ? "finished" : "released";
  });
}
