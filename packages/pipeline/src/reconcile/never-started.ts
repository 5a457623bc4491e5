import {
  endTask,
  findTask,
  inTransaction,
  listNeverStartedTasks,
  lockJob,
  markJob,
  type Db,
} from "@sitemap-scanner/database";
import { settleJob } from "../settle-job.ts";
import { finding, PASS_LIMIT, type Finding } from "./finding.ts";

/**
 * R3: pending tasks that were due long ago and that nobody has started. Each fails; with its search, so
 * does the job.
 *
 * @param startByMs how long after it is due a task may be started, in ms
 */
export async function failNeverStartedTasks(db: Db, startByMs: number): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const late of await listNeverStartedTasks(db, { startByMs, limit: PASS_LIMIT })) {
    if (await fail(db, late, startByMs))
      findings.push(finding("R3", "task", { id: late.id, did: "never_started" }));
  }
  return findings;
}

function fail(
  db: Db,
  late: { id: string; job_id: string; generation: number },
  startByMs: number,
): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    await lockJob(tx, late.job_id);
    const task = await findTask(tx, late.id);
    if (task?.status !== "pending" || task.generation !== late.generation) return false;
    const minutes = Math.round(startByMs / 60_000);
    const error = { code: "never_started", message: `No worker started it within ${minutes} min` };
    await endTask(tx, task.id, { status: "failed", reason: error.code, error });
    if (task.kind === "discover") await markJob(tx, task.job_id, { status: "failed", error });
    else await settleJob(tx, task.job_id);
    return true;
  });
}
