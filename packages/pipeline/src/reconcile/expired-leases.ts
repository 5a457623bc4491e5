import {
  endTask,
  listExpiredTasks,
  lockExpiredTask,
  lockJob,
  markJob,
  recordFileResult,
  rescueTask,
  type Db,
  type JobRow,
  type TaskRow,
  type Tx,
} from "@sitemap-scanner/database";
import type { FileResultColumns } from "../end-task.ts";
import { settleJob } from "../settle-job.ts";
import type { FailedItems } from "./failed-items.ts";
import type { Outcome } from "./finding.ts";
import { putRightEach } from "./put-right.ts";

/** What takes three workers down with it is not given a fourth. */
export const MAX_RESCUES = 2;

/**
 * R4: running tasks whose worker has gone silent. Each becomes pending with a new generation, or fails as
 * `poisoned` with its third worker.
 */
export function rescueExpiredTasks(db: Db, failed?: FailedItems): Promise<Outcome[]> {
  return putRightEach(
    db,
    {
      rule: "R4",
      subject: "task",
      list: (limit) => listExpiredTasks(db, limit),
      idOf: (task) => task.id,
      putRight: rescue,
    },
    failed,
  );
}

async function rescue(
  tx: Tx,
  expired: { id: string; job_id: string; lease: number },
): Promise<"rescued" | "poisoned" | undefined> {
  const job = await lockJob(tx, expired.job_id);
  const task = await lockExpiredTask(tx, { taskId: expired.id, lease: expired.lease });
  // Its worker may have renewed it, or another pass may have been here.
  if (!job || !task) return undefined;
  if (task.rescues < MAX_RESCUES) {
    await rescueTask(tx, task.id);
    return "rescued";
  }
  await failPoisoned(tx, job, task);
  return "poisoned";
}

async function failPoisoned(tx: Tx, job: JobRow, task: TaskRow): Promise<void> {
  const message = `Cannot finish this task: ${MAX_RESCUES + 1} workers fell silent at it`;
  const error = { code: "poisoned", message };
  if (task.sitemap_file_id !== null) {
    const columns: FileResultColumns = { outcome: "poisoned", outcome_detail: message };
    await recordFileResult(tx, task.sitemap_file_id, columns);
  }
  await endTask(tx, task.id, { status: "failed", reason: error.code, error });
  if (task.kind === "discover") await markJob(tx, job.job_id, { status: "failed", error });
  else await settleJob(tx, job.job_id);
}
