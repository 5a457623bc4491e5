import { findJob, listStalledJobs, lockJob, type Db, type Tx } from "@sitemap-scanner/database";
import { settleJob } from "../settle-job.ts";
import type { FailedItems } from "./failed-items.ts";
import type { Outcome } from "./finding.ts";
import { putRightEach } from "./put-right.ts";

/** R7: held tasks though the window has room, and jobs that nothing is left to be done for. */
export function moveStalledJobs(db: Db, failed?: FailedItems): Promise<Outcome[]> {
  return putRightEach(
    db,
    {
      rule: "R7",
      subject: "job",
      list: (limit) => listStalledJobs(db, { limit }),
      idOf: (jobId) => jobId,
      putRight: move,
    },
    failed,
  );
}

async function move(tx: Tx, jobId: string): Promise<"finished" | "released" | undefined> {
  const before = await lockJob(tx, jobId);
  // Whoever held the lock may have moved it.
  if (!before || (await listStalledJobs(tx, { jobId, limit: 1 })).length === 0) return undefined;
  await settleJob(tx, jobId);
  const after = await findJob(tx, jobId);
  return after?.finished_at ? "finished" : "released";
}
