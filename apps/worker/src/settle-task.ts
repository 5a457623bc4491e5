import { isDatabaseAway, noteTaskLetGo, type Db } from "@sitemap-scanner/database";
import {
  handBackTask,
  InvalidParamsError,
  LeaseLostError,
  type ClaimedTask,
} from "@sitemap-scanner/pipeline";
import type { Logger } from "@sitemap-scanner/runtime";
import type { LeaseKeeper } from "./lease-keeper.ts";
import { ShutdownError, type TaskRunner } from "./task-runner.ts";
import { untilDatabaseAnswers } from "./until-database-answers.ts";
import { TaskHungError } from "./within-deadline.ts";

interface Settling {
  db: Db;
  leases: Pick<LeaseKeeper, "isStopping">;
  runner: TaskRunner;
  onHung: (work: Promise<void>) => void;
  onLeaseLost?: () => void;
}

/** A task that was not done to its end. */
interface BrokenOff {
  task: ClaimedTask;
  error: unknown;
  /** Why it was told to let go; the error itself when it was not. */
  reason: unknown;
  logger: Logger;
}

/** Writes what becomes of a task that was broken off, unless it is not ours any more. */
export async function settleTask(deps: Settling, brokenOff: BrokenOff): Promise<void> {
  const { task, logger } = brokenOff;
  try {
    await settle(deps, brokenOff);
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    // Another worker has it, or nobody needs it any more: there is nothing left to settle.
    logger.info("lease lost, the task is not ours any more");
    deps.onLeaseLost?.();
    await noteTaskLetGo(deps.db, task);
  }
}

async function settle(deps: Settling, { task, error, reason, logger }: BrokenOff): Promise<void> {
  if (error instanceof TaskHungError) {
    logger.error("task does not let go", { error, reason });
    deps.onHung(error.work);
  }
  if (reason instanceof LeaseLostError) throw reason;
  if (reason instanceof ShutdownError) {
    await handBackTask(deps.db, task, "worker_stopped");
    logger.info("task handed back");
  } else if (isDatabaseAway(reason)) {
    logger.warn("task interrupted, the database is away", { error: reason });
    const handBack = () => handBackTask(deps.db, task, "database_away");
    await untilDatabaseAnswers(handBack, () => deps.leases.isStopping);
  } else {
    if (reason instanceof InvalidParamsError) logger.warn("task makes no sense", { error: reason });
    else logger.error("task failed by a fault of ours", { error: reason });
    await deps.runner.fail(task, reason);
  }
}
