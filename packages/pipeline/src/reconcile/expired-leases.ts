import {
  endTask,
  inTransaction,
  listExpiredTasks,
  lockExpiredTask,
  lockJob,
  markJob,
  rescueTask,
  type Db,
} from "@sitemap-scanner/database";
import { settleJob } from "../settle-job.ts";
import { finding, PASS_LIMIT, type Finding } from "./finding.ts";

/** A task that takes three workers down with it is not given a fourth. */
export const MAX_RESCUES = 3;

/**
 * R4: running tasks whose worker has gone silent. Each becomes pending with a new generation, or fails as
 * `poisoned` after its third rescue.
 */
export async function rescueExpiredTasks(db: Db): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const expired of await listExpiredTasks(db, PASS_LIMIT)) {
    const did = await rescue(db, expired);
    if (did) findings.push(finding("R4", "task", { id: expired.id, did }));
  }
  return findings;
}

function rescue(
  db: Db,
  expired: { id: string; job_id: string; lease: number },
): Promise<"rescued" | "poisoned" | undefined> {
  return inTransaction(db, async (tx) => {
    const job = await lockJob(tx, expired.job_id);
    const task = await lockExpiredTask(tx, { taskId: expired.id, lease: expired.lease });
    // Its worker may have renewed it, or another pass may have been here.
    if (!job || !task) return undefined;
    if (task.rescues < MAX_RESCUES) {
      await rescueTask(tx, task.id);
      return "rescued";
    }
    const error = {
      code: "poisoned",
      message: `Cannot finish this task: ${MAX_RESCUES + 1} workers fell silent at it`,
    };
    await endTask(tx, task.id, { status: "failed", reason: "poisoned", error });
    if (task.kind === "discover") await markJob(tx, job.job_id, { status: "failed", error });
    else await settleJob(tx, job.job_id);
    return "poisoned";
  });
}
