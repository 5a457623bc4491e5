import { Doorbell } from "@sitemap-scanner/contracts";
import { findTask, noteTaskLetGo, type Db } from "@sitemap-scanner/database";
import {
  handBackTask,
  LeaseLostError,
  type ClaimedTask,
  type ClaimTask,
} from "@sitemap-scanner/pipeline";
import type { Processor } from "@sitemap-scanner/queue";
import { crashPoint, type Logger } from "@sitemap-scanner/runtime";
import type { LeaseKeeper } from "./lease-keeper.ts";
import type { OneAtATime } from "./one-at-a-time.ts";
import { TaskHungError, withinDeadline } from "./within-deadline.ts";

/** Does one kind of task to its end, which it writes itself. Throws the signal's reason when told. */
export interface TaskRunner {
  run(task: ClaimedTask, signal: AbortSignal): Promise<void>;
  /** It took too long, or we failed: the task is tried again, or fails with that. */
  fail(task: ClaimedTask, error: unknown): Promise<void>;
}

/** The process is told to stop, so the task goes back to the others. */
export class ShutdownError extends Error {
  override readonly name = "ShutdownError";
}

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
    // A task that took a worker down with it does not run beside another such: the one that is to
    // blame reaches its third rescue, and the bystander does not.
    const known = await findTask(deps.db, doorbell.taskId);
    const endTurn = known && known.rescues > 0 ? await deps.suspects.takeTurn() : undefined;
    try {
      await answer(doorbell);
    } finally {
      endTurn?.();
    }
  };

  async function answer(doorbell: Doorbell): Promise<void> {
    const task = await deps.claimTask(doorbell);
    if (!task) {
      deps.onStale();
      deps.logger.debug("stale doorbell", doorbell);
      return;
    }
    crashPoint("worker.claimed");
    const hold = deps.leases.hold(task);
    const logger = deps.logger.child({ jobId: task.jobId, taskId: task.taskId, lease: task.lease });
    try {
      await withinDeadline((signal) => deps.runner.run(task, signal), hold, deps.limits);
      crashPoint("worker.taskEnded");
    } catch (error) {
      const reason: unknown = hold.signal.aborted ? hold.signal.reason : error;
      await unlessLeaseLost(task, logger, () => settle(task, error, reason, logger));
    } finally {
      hold.release();
      deps.onTaskEnd();
    }
  }

  /** @param reason why the task was told to let go; the error itself when it was not */
  async function settle(
    task: ClaimedTask,
    error: unknown,
    reason: unknown,
    logger: Logger,
  ): Promise<void> {
    if (error instanceof TaskHungError) {
      logger.error("task does not let go", { error, reason });
      deps.onHung(error.work);
    }
    if (reason instanceof LeaseLostError) throw reason;
    if (reason instanceof ShutdownError) {
      await handBackTask(deps.db, task, "worker_stopped");
      logger.info("task handed back");
    } else {
      logger.error("task failed by a fault of ours", { error: reason });
      await deps.runner.fail(task, reason);
    }
  }

  /** Another worker has the task, or nobody needs it any more: there is nothing left to settle. */
  async function unlessLeaseLost(
    task: ClaimedTask,
    logger: Logger,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error;
      logger.info("lease lost, the task is not ours any more");
      deps.onLeaseLost?.();
      await noteTaskLetGo(deps.db, task);
    }
  }
}
