import { Doorbell } from "@sitemap-scanner/contracts";
import { findTask, type Db, type TaskRow } from "@sitemap-scanner/database";
import { MAX_RESCUES, type ClaimTask } from "@sitemap-scanner/pipeline";
import type { Processor } from "@sitemap-scanner/queue";
import { crashPoint, type Logger } from "@sitemap-scanner/runtime";
import type { LeaseKeeper } from "./lease-keeper.ts";
import type { OneAtATime } from "./one-at-a-time.ts";
import { settleTask } from "./settle-task.ts";
import type { TaskRunner } from "./task-runner.ts";
import { untilDatabaseAnswers } from "./until-database-answers.ts";
import { withinDeadline } from "./within-deadline.ts";

/**
 * Answers a doorbell: claims its task, keeps the lease while it is done, and sees that it ends in
 * the database whatever happens. A doorbell that is out of date is acknowledged and forgotten.
 */
export function createDoorbellProcessor(deps: {
  db: Db;
  claimTask: ClaimTask;
  leases: LeaseKeeper;
  runner: TaskRunner;
  /** Shared by all processors of a process: whose turn it is among tasks that took a worker down. */
  suspects: OneAtATime;
  limits: { deadlineMs: number; graceMs: number };
  /** Called after each task: its end may have put messages into the outbox. */
  onTaskEnd: () => void;
  /** Told of a task that does not let go, with the work that goes on somewhere. */
  onHung: (work: Promise<void>) => void;
  onStale: () => void;
  onLeaseLost?: () => void;
  logger: Logger;
}): Processor {
  return async (job) => {
    const doorbell = Doorbell.parse(job.data);
    const known = await patiently(() => findTask(deps.db, doorbell.taskId));
    // One that is out of date takes no turn: it would hold a slot behind whoever has it.
    if (!known || !isDue(known, doorbell)) return forget(doorbell);
    // One that is rescued no more does not run beside another such: the one to blame is then given up, and
    // the bystander is not.
    const isSuspect = known.rescues >= MAX_RESCUES;
    const endTurn = isSuspect ? await deps.suspects.takeTurn() : undefined;
    try {
      await answer(doorbell, known.job_id);
    } finally {
      endTurn?.();
    }
  };

  /** A doorbell that is given up while the database is away is lost, and found only after a minute. */
  function patiently<T>(work: () => Promise<T>): Promise<T> {
    return untilDatabaseAnswers(work, () => deps.leases.isStopping);
  }

  function forget(doorbell: Doorbell): void {
    deps.onStale();
    deps.logger.debug("stale doorbell", doorbell);
  }

  async function answer(doorbell: Doorbell, jobId: string): Promise<void> {
    const task = await patiently(() => deps.claimTask(doorbell, jobId));
    if (!task) return forget(doorbell);
    crashPoint("worker.claimed");
    const hold = deps.leases.hold(task);
    const logger = deps.logger.child({ jobId: task.jobId, taskId: task.taskId, lease: task.lease });
    try {
      await withinDeadline((signal) => deps.runner.run(task, signal), hold, deps.limits);
      crashPoint("worker.taskEnded");
    } catch (error) {
      const reason: unknown = hold.signal.aborted ? hold.signal.reason : error;
      await settleTask(deps, { task, error, reason, logger });
    } finally {
      hold.release();
      deps.onTaskEnd();
    }
  }
}

function isDue({ status, generation }: TaskRow, doorbell: Doorbell): boolean {
  return status === "pending" && generation === doorbell.generation;
}
