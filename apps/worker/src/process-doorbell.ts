import { Doorbell } from "@sitemap-scanner/contracts";
import type { Db } from "@sitemap-scanner/database";
import {
  handBackTask,
  LeaseLostError,
  type ClaimedTask,
  type ClaimTask,
} from "@sitemap-scanner/pipeline";
import type { Processor } from "@sitemap-scanner/queue";
import type { Logger } from "@sitemap-scanner/runtime";
import type { LeaseKeeper } from "./lease-keeper.ts";

/** Does one kind of task to its end, which it writes itself. Throws the signal's reason when told. */
export interface TaskRunner {
  run(task: ClaimedTask, signal: AbortSignal): Promise<void>;
  /** Our own fault: the task is tried again, or fails as `internal_error`. */
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
  /** Called after each task: its end may have put messages into the outbox. */
  onTaskEnd: () => void;
  logger: Logger;
}): Processor {
  return async (job) => {
    const doorbell = Doorbell.parse(job.data);
    const task = await deps.claimTask(doorbell);
    if (!task) {
      deps.logger.debug("stale doorbell", doorbell);
      return;
    }
    const hold = deps.leases.hold(task);
    const logger = deps.logger.child({ jobId: task.jobId, taskId: task.taskId, lease: task.lease });
    try {
      await deps.runner.run(task, hold.signal);
    } catch (error) {
      await unlessLeaseLost(logger, () => settleFailure(task, error, logger));
    } finally {
      hold.release();
      deps.onTaskEnd();
    }
  };

  async function settleFailure(task: ClaimedTask, error: unknown, logger: Logger): Promise<void> {
    if (error instanceof LeaseLostError) throw error;
    if (error instanceof ShutdownError) {
      await handBackTask(deps.db, task, "worker_stopped");
      logger.info("task handed back");
    } else {
      logger.error("task failed by a fault of ours", { error });
      await deps.runner.fail(task, error);
    }
  }
}

/** Another worker has the task, or nobody needs it any more: there is nothing left to settle. */
async function unlessLeaseLost(logger: Logger, settle: () => Promise<void>): Promise<void> {
  try {
    await settle();
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    logger.info("lease lost, the task is not ours any more");
  }
}
