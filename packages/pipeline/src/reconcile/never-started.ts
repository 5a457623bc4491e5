import {
  endTask,
  listNeverStartedTasks,
  lockJob,
  lockTask,
  markJob,
  type Db,
  type Tx,
} from "@sitemap-scanner/database";
import { settleJob } from "../settle-job.ts";
import type { FailedItems } from "./failed-items.ts";
import type { Outcome } from "./finding.ts";
import { putRightEach } from "./put-right.ts";

/**
 * R3: pending tasks that were due long ago and that nobody has started. Each fails; with its search, so
 * does the job.
 *
 * @param startByMs how long after it is due a task may be started, in ms
 */
export function failNeverStartedTasks(
  db: Db,
  startByMs: number,
  failed?: FailedItems,
): Promise<Outcome[]> {
  return putRightEach(
    db,
    {
      rule: "R3",
      subject: "task",
      list: (limit) => listNeverStartedTasks(db, { startByMs, limit }),
      idOf: (task) => task.id,
      putRight: (tx, late) => fail(tx, late, startByMs),
    },
    failed,
  );
}

async function fail(
  tx: Tx,
  late: { id: string; job_id: string; generation: number },
  startByMs: number,
): Promise<"never_started" | undefined> {
  await lockJob(tx, late.job_id);
  const task = await lockTask(tx, late.id);
  if (task?.status !== "pending" || task.generation !== late.generation) return undefined;
  const code = "never_started";
  const minutes = Math.round(startByMs / 60_000);
  const error = { code, message: `No worker started it within ${minutes} min` };
  await endTask(tx, task.id, { status: "failed", reason: code, error });
  if (task.kind === "discover") await markJob(tx, task.job_id, { status: "failed", error });
  else await settleJob(tx, task.job_id);
  return code;
}
