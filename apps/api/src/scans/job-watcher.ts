import { listJobsNotLive, type Db } from "@sitemap-scanner/database";
import type { Logger } from "@sitemap-scanner/runtime";

export interface JobWatcher {
  /** Settles when the job has ended, the time is over, the signal fired or the watcher closes. */
  waitForEnd(jobId: string, options: { timeoutMs: number; signal: AbortSignal }): Promise<void>;
  /** Lets everybody go who waits. */
  close(): void;
}

interface JobWatcherOptions {
  db: Db;
  logger: Logger;
  /** Time between two looks, in ms. Default 250. */
  intervalMs?: number;
}

/**
 * Watches jobs for all who wait for them: one cheap query a tick, however many they are, and none
 * when nobody waits.
 */
export function createJobWatcher({ db, logger, intervalMs = 250 }: JobWatcherOptions): JobWatcher {
  const waiting = new Map<string, Set<() => void>>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const letGo = (jobId: string) => {
    for (const leave of waiting.get(jobId) ?? []) leave();
  };

  async function look(): Promise<void> {
    try {
      for (const jobId of await listJobsNotLive(db, [...waiting.keys()])) letGo(jobId);
    } catch (error) {
      // Whoever waits does so until its time is over, and then meets the database itself.
      logger.warn("watched jobs not read", { jobs: waiting.size, error });
    }
    timer = undefined;
    lookLater();
  }

  function lookLater(): void {
    if (timer === undefined && waiting.size > 0) timer = setTimeout(() => void look(), intervalMs);
  }

  return {
    waitForEnd(jobId, { timeoutMs, signal }) {
      return new Promise((resolve) => {
        const others = waiting.get(jobId) ?? new Set();
        const leave = () => {
          clearTimeout(deadline);
          signal.removeEventListener("abort", leave);
          others.delete(leave);
          if (others.size === 0) waiting.delete(jobId);
          resolve();
        };
        const deadline = setTimeout(leave, timeoutMs);
        if (closed || signal.aborted) return leave();
        signal.addEventListener("abort", leave);
        waiting.set(jobId, others.add(leave));
        lookLater();
      });
    },
    close() {
      closed = true;
      for (const jobId of waiting.keys()) letGo(jobId);
      clearTimeout(timer);
    },
  };
}
