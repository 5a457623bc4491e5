import type { Db } from "@sitemap-scanner/database";
import { withTimeout, type Logger } from "@sitemap-scanner/runtime";
import { redispatchLostTasks, type AskBroker } from "./redispatch-lost.ts";
import { failOverdueJobs, rescueExpiredTasks } from "./reconcile.ts";

export interface ReconcilerOptions {
  /** Between two passes, in ms. */
  everyMs: number;
  /** How long a published doorbell may be unanswered before the broker is asked, in ms. */
  unansweredMs: number;
}

export interface Reconciler {
  start(): void;
  close(): Promise<void>;
}

const BROKER_ANSWER_MS = 2_000;

/**
 * Finds what is late and puts it right, round the clock. Every process that has a relay runs one;
 * the rows' locks make any number of them as good as one.
 */
export function createReconciler(
  deps: { db: Db; askBroker: AskBroker; logger: Logger; onChange: () => void } & ReconcilerOptions,
): Reconciler {
  const { db, logger } = deps;
  const askBroker: AskBroker = (doorbell) =>
    withTimeout(deps.askBroker(doorbell), BROKER_ANSWER_MS, "ask the broker for a doorbell");
  let timer: NodeJS.Timeout | undefined;
  let pass = Promise.resolve();
  let closed = false;

  async function run(): Promise<void> {
    const changes = await Promise.all([
      step("rescue", async () => {
        const rescued = await rescueExpiredTasks(db);
        for (const task of rescued) logger.warn("task taken from a silent worker", { ...task });
        return rescued.length;
      }),
      step("deadline", async () => {
        const failed = await failOverdueJobs(db);
        for (const jobId of failed) logger.warn("job failed at its deadline", { jobId });
        return failed.length;
      }),
      step("redispatch", async () => {
        const taskIds = await redispatchLostTasks(db, askBroker, deps.unansweredMs);
        for (const taskId of taskIds) logger.warn("doorbell lost by the broker", { taskId });
        return taskIds.length;
      }),
    ]);
    if (changes.some((count) => count > 0)) deps.onChange();
  }

  /** A rule that fails keeps no other from running. */
  async function step(rule: string, work: () => Promise<number>): Promise<number> {
    try {
      return await work();
    } catch (error) {
      logger.warn("reconciler rule failed", { rule, error });
      return 0;
    }
  }

  function schedule(): void {
    if (closed) return;
    timer = setTimeout(() => {
      pass = run().finally(schedule);
    }, deps.everyMs);
  }

  return {
    start: schedule,
    async close() {
      closed = true;
      clearTimeout(timer);
      await pass;
    },
  };
}
