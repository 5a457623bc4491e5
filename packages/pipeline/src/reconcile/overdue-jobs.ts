import {
  inTransaction,
  listOverdueJobs,
  lockJob,
  markJob,
  type Db,
  type JobRow,
} from "@sitemap-scanner/database";
import { finding, PASS_LIMIT, type Finding } from "./finding.ts";

/** R5: live jobs past their deadline. Each fails, and its open tasks end with it. */
export async function failOverdueJobs(db: Db): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { job_id: jobId } of await listOverdueJobs(db, PASS_LIMIT)) {
    const did = await inTransaction(db, async (tx) => {
      const job = await lockJob(tx, jobId);
      if (!job || job.finished_at) return undefined;
      const error = errorOf(job);
      await markJob(tx, jobId, { status: "failed", error });
      return error.code;
    });
    if (did !== undefined) findings.push(finding("R5", "job", { id: jobId, did }));
  }
  return findings;
}

function errorOf({ status, deadline_at: deadline }: JobRow): { code: string; message: string } {
  const by = `by its deadline, ${deadline.toISOString()}`;
  return status === "pending"
    ? { code: "never_started", message: `No worker had started the scan ${by}` }
    : { code: "deadline_exceeded", message: `The scan was not finished ${by}` };
}
