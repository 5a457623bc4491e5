import { extendLeases, type Db, type LeaseHolder } from "@sitemap-scanner/database";
import { LeaseLostError } from "@sitemap-scanner/pipeline";
import type { Logger } from "@sitemap-scanner/runtime";

/** A task in hand: `signal` fires when it must be let go. */
export interface Hold {
  readonly signal: AbortSignal;
  release(): void;
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
  /** Lets every task go, for this reason. */
  abortAll(reason: Error): void;
  /** Resolves when no task is in hand. */
  idle(): Promise<void>;
}

/** Keeps the leases of the tasks that this process is at. */
export function createLeaseKeeper(deps: { db: Db; leaseMs: number; logger: Logger }): LeaseKeeper {
  const held = new Set<Held>();
  let whenIdle: (() => void)[] = [];

  function letGo(task: Held): void {
    task.controller.abort(new LeaseLostError(task.taskId, task.lease));
  }

  function release(task: Held): void {
    held.delete(task);
    if (held.size > 0) return;
    for (const resolve of whenIdle) resolve();
    whenIdle = [];
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
      return { signal: controller.signal, release: () => release(task) };
    },
    async beat() {
      if (held.size > 0) await renew([...held]);
    },
    get taskIds() {
      return [...held].map((task) => task.taskId);
    },
    abortAll(reason) {
      for (const task of held) task.controller.abort(reason);
    },
    idle() {
      if (held.size === 0) return Promise.resolve();
      return new Promise((resolve) => whenIdle.push(resolve));
    },
  };
}
