import { extendLeases, type Db, type LeaseHolder } from "@sitemap-scanner/database";
import { LeaseLostError } from "@sitemap-scanner/pipeline";
import type { Logger } from "@sitemap-scanner/runtime";

/** A task in hand: `signal` fires when it must be let go. */
export interface Hold {
  readonly signal: AbortSignal;
  /** Tells it to let go; the first reason counts. */
  letGo(reason: Error): void;
  release(): unknown;
}

interface Held extends LeaseHolder {
  controller: AbortController;
  /** When the database last agreed, by this process's monotonic clock, in ms. */
  renewedAt: number;
}

export interface LeaseKeeper {
  hold(holder: LeaseHolder): Hold;
  /** Renews all leases now; those that are lost are let go. */
  beat(): Promise<void>;
  readonly taskIds: readonly string[];
  /** Every task was told to let go, because the process is stopping. */
  readonly isStopping: boolean;
  /** Lets every task go for this reason, and those that are still being claimed as well. */
  abortAll(reason: Error): void;
}

/** Keeps the leases of the tasks that this process is at. */
export function createLeaseKeeper(deps: { db: Db; leaseMs: number; logger: Logger }): LeaseKeeper {
  const held = new Set<Held>();
  let stopReason: Error | undefined;

  function letGo(task: Held): void {
    task.controller.abort(new LeaseLostError(task.taskId, task.lease));
  }

  async function renew(tasks: readonly Held[]): Promise<void> {
    const renewedAt = performance.now();
    try {
      const kept = await extendLeases(deps.db, tasks, deps.leaseMs);
      for (const task of tasks) {
        if (kept.has(task.taskId)) task.renewedAt = renewedAt;
        else letGo(task);
      }
    } catch (error) {
      deps.logger.warn("heartbeat failed", { error });
      // Nobody renewed them in time, so another worker may have them by now.
      for (const task of tasks) {
        if (performance.now() - task.renewedAt > deps.leaseMs) letGo(task);
      }
    }
  }

  return {
    hold({ taskId, lease }) {
      const controller = new AbortController();
      const task: Held = { taskId, lease, controller, renewedAt: performance.now() };
      held.add(task);
      if (stopReason) controller.abort(stopReason);
      return {
        signal: controller.signal,
        letGo: (reason) => controller.abort(reason),
        release: () => held.delete(task),
      };
    },
    async beat() {
      if (held.size > 0) await renew([...held]);
    },
    get taskIds() {
      return [...held].map((task) => task.taskId);
    },
    get isStopping() {
      return stopReason !== undefined;
    },
    abortAll(reason) {
      stopReason = reason;
      for (const task of held) task.controller.abort(reason);
    },
  };
}
