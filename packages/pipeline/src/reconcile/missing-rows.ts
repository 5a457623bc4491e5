import {
  completeJobFacts,
  inTransaction,
  insertDiscoverTask,
  insertMissingMessages,
  listJobsWithoutTask,
  lockJob,
  type Db,
} from "@sitemap-scanner/database";
import { finding, PASS_LIMIT, type Finding } from "./finding.ts";

/**
 * R6: what a trigger should have written and has not, because it was switched off or got round: the
 * first task of a job, the message of a pending task. There must be none, so each is an alarm.
 */
export async function insertMissingRows(db: Db): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const jobId of await listJobsWithoutTask(db, { limit: PASS_LIMIT })) {
    if (await insertFirstTask(db, jobId))
      findings.push(finding("R6", "job", { id: jobId, did: "task_inserted", isAlarm: true }));
  }
  for (const id of await insertMissingMessages(db, PASS_LIMIT))
    findings.push(finding("R6", "task", { id, did: "message_inserted", isAlarm: true }));
  return findings;
}

function insertFirstTask(db: Db, jobId: string): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    await lockJob(tx, jobId);
    // Whoever held the lock may have inserted it.
    if ((await listJobsWithoutTask(tx, { jobId, limit: 1 })).length === 0) return false;
    await completeJobFacts(tx, jobId);
    await insertDiscoverTask(tx, { jobId, reason: "task_missing", delayMs: 0 });
    return true;
  });
}
