import {
  completeJobFacts,
  insertDiscoverTask,
  insertMissingMessages,
  listJobsWithoutTask,
  lockJob,
  type Db,
  type Tx,
} from "@sitemap-scanner/database";
import type { FailedItems } from "./failed-items.ts";
import { finding, PASS_LIMIT, type Outcome } from "./finding.ts";
import { putRightEach } from "./put-right.ts";

/**
 * R6: what a trigger should have written and has not, because it was switched off or got round. There must
 * be none, so each is an alarm. Here the first task of a job.
 */
export function insertMissingTasks(db: Db, failed?: FailedItems): Promise<Outcome[]> {
  return putRightEach(
    db,
    {
      rule: "R6",
      subject: "job",
      isAlarm: true,
      list: (limit) => listJobsWithoutTask(db, { limit }),
      idOf: (jobId) => jobId,
      putRight: insertFirstTask,
    },
    failed,
  );
}

async function insertFirstTask(tx: Tx, jobId: string): Promise<"task_inserted" | undefined> {
  await lockJob(tx, jobId);
  // Whoever held the lock may have inserted it.
  if ((await listJobsWithoutTask(tx, { jobId, limit: 1 })).length === 0) return undefined;
  await completeJobFacts(tx, jobId);
  await insertDiscoverTask(tx, { jobId, reason: "task_missing", delayMs: 0 });
  return "task_inserted";
}

/** R6 for the message of a pending task. */
export async function writeMissingMessages(db: Db): Promise<Outcome[]> {
  const ids = await insertMissingMessages(db, PASS_LIMIT);
  return ids.map((id) => finding("R6", "task", { id, did: "message_inserted", isAlarm: true }));
}
