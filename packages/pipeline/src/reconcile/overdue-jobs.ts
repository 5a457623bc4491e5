import {
  listOverdueJobs,
  lockJob,
  markJob,
  type Db,
  type JobRow,
  type Tx,
} from "@sitemap-scanner/database";
import type { FailedItems } from "./failed-items.ts";
import type { Outcome } from "./finding.ts";
import { putRightEach } from "./put-right.ts";

/** R5: live jobs past their deadline. Each fails, and its open tasks end with it. */
export function failOverdueJobs(db: Db, failed?: FailedItems): Promise<Outcome[]> {
  return putRightEach(
    db,
    {
      rule: "R5",
      subject: "job",
      list: (limit) => listOverdueJobs(db, limit),
      idOf: (job) => job.job_id,
      putRight: fail,
    },
    failed,
  );
}

async function fail(tx: Tx, { job_id: jobId }: { job_id: string }): Promise<string | undefined> {
  const job = await lockJob(tx, jobId);
  if (!job || job.finished_at) return undefined;
  const error = errorOf(job);
  await markJob(tx, jobId, { status: "failed", error });
  return error.code;
}

function errorOf({ status, deadline_at: deadline }: JobRow): { code: string; message: string } {
  const by = `by its deadline, ${deadline.toISOString()}`;
  return status === "pending"
    ? { code: "never_started", message: `No worker had started the scan ${by}` }
    : { code: "deadline_exceeded", message: `The scan was not finished ${by}` };
}
