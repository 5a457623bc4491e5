import {
  endTask,
  inTransaction,
  listExpiredTasks,
  listOverdueJobs,
  lockExpiredTask,
  lockJob,
  markJob,
  rescueTask,
  type Db,
} from "@sitemap-scanner/database";
import { settleJob } from "./settle-job.ts";

/** A task that takes three workers down with it is not given a fourth. */
const MAX_RESCUES = 3;
const PASS_LIMIT = 100;

export interface Rescued {
  taskId: string;
  jobId: string;
  action: "rescued" | "poisoned";
}

/**
 * One pass over the running tasks whose worker has gone silent: each becomes pending with a new
 * generation, or fails as `poisoned` after its third rescue. Safe to run in any number of processes.
 */
export async function rescueExpiredTasks(db: Db): Promise<Rescued[]> {
  const rescued: Rescued[] = [];
  for (const expired of await listExpiredTasks(db, PASS_LIMIT)) {
    const action = await rescue(db, expired);
    if (action) rescued.push({ taskId: expired.id, jobId: expired.job_id, action });
  }
  return rescued;
}

function rescue(
  db: Db,
  expired: { id: string; job_id: string; lease: number },
): Promise<Rescued["action"] | undefined> {
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

/** One pass over the live jobs past their deadline: each fails, and its open tasks end with it. */
export async function failOverdueJobs(db: Db): Promise<string[]> {
  const failed: string[] = [];
  for (const { job_id: jobId } of await listOverdueJobs(db, PASS_LIMIT)) {
    const done = await inTransaction(db, async (tx) => {
      const job = await lockJob(tx, jobId);
      if (!job || job.finished_at) return false;
      const error = {
        code: "deadline_exceeded",
        message: `The scan was not finished by its deadline, ${job.deadline_at.toISOString()}`,
      };
      await markJob(tx, jobId, { status: "failed", error });
      return true;
    });
    if (done) failed.push(jobId);
  }
  return failed;
}
