import { TERMINAL_STATUSES } from "@sitemap-scanner/contracts";
import {
  listJobViewsById,
  readEventHorizon,
  type Db,
  type JobView,
} from "@sitemap-scanner/database";
import type { Logger } from "@sitemap-scanner/runtime";
import { toJob } from "../../scans/to-job.ts";
import { readSteps, type Step } from "./read-steps.ts";
import { createSettledEvents } from "./settled-events.ts";

/** What a look at a job has shown. */
export interface News {
  /** The job as JSON; null when it is not there any more. */
  progress: string | null;
  status: JobView["status"] | null;
  /** All steps that were not settled at the look before, in order: some of them came before. */
  steps: readonly Step[];
  /** No event up to this id can appear any more. */
  settled: number;
  /** The job has ended, and `steps` reach to its end. */
  isOver: boolean;
}

type Listener = (news: News) => void;

export interface JobFeed {
  /**
   * Tells of a job from now on.
   * @returns up to which id the history is settled: what is above is told of, what is not is to be read
   */
  follow(jobId: string, listener: Listener): Promise<number>;
  unfollow(jobId: string, listener: Listener): void;
  /** Looks no more. */
  close(): void;
}

/** Steps of one look at most. When there are more, the rest is told of later. */
const MAX_STEPS = 5_000;
/** Who begins to follow is told soon, in ms: one look for all who begin within this time. */
const SOON_MS = 50;

interface JobFeedOptions {
  db: Db;
  logger: Logger;
  /** Time between two looks, in ms. Default 500. */
  intervalMs?: number;
}

/** Looks at all jobs that somebody follows together, and not at all when nobody does. */
export function createJobFeed({ db, logger, intervalMs = 500 }: JobFeedOptions): JobFeed {
  const listeners = new Map<string, Set<Listener>>();
  const settledEvents = createSettledEvents();
  let settled: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let dueAt = 0;
  let looking: Promise<void> | undefined;
  let isClosed = false;

  async function look(): Promise<void> {
    const next = settledEvents.note(await readEventHorizon(db));
    const jobIds = [...listeners.keys()];
    // NOTE: the jobs before their steps: of a job that has ended, all steps are there by then.
    const jobs = new Map((await listJobViewsById(db, jobIds)).map((job) => [job.job_id, job]));
    const steps = await readSteps(db, jobIds, { afterId: settled ?? 0, limit: MAX_STEPS });
    const isWhole = steps.length < MAX_STEPS;
    settled = isWhole ? next : Math.min(next, steps.at(-1)?.id ?? 0);
    const stepsOf = Map.groupBy(steps, (step) => step.jobId);
    for (const jobId of jobIds) {
      const job = jobs.get(jobId);
      const isOver = isWhole && (!job || TERMINAL_STATUSES.includes(job.status));
      const news = {
        progress: job ? JSON.stringify(toJob(job)) : null,
        status: job?.status ?? null,
        steps: stepsOf.get(jobId) ?? [],
        settled: next,
        isOver,
      };
      for (const tell of listeners.get(jobId) ?? []) tell(news);
    }
  }

  async function lookAndGoOn(): Promise<void> {
    timer = undefined;
    looking = look().catch((error: unknown) => {
      // Readers stay, and are told as soon as the database is there again.
      logger.warn("followed jobs not read", { jobs: listeners.size, error });
    });
    await looking;
    looking = undefined;
    lookIn(intervalMs);
  }

  async function lookEnded(): Promise<void> {
    if (!looking) return;
    await looking;
    await lookEnded();
  }

  function lookIn(ms: number): void {
    if (isClosed || looking || listeners.size === 0) return;
    const at = performance.now() + ms;
    if (timer !== undefined && dueAt <= at) return;
    clearTimeout(timer);
    dueAt = at;
    timer = setTimeout(() => void lookAndGoOn(), ms);
  }

  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  return {
    async follow(jobId, listener) {
      if (listeners.size === 0) {
        const next = settledEvents.note(await readEventHorizon(db));
        // With nobody to look for, nothing was told since the last one left.
        if (listeners.size === 0) settled = next;
      }
      // Whoever came in the midst of a look would miss what it is about to settle.
      await lookEnded();
      listeners.set(jobId, (listeners.get(jobId) ?? new Set()).add(listener));
      lookIn(SOON_MS);
      return settled ?? 0;
    },
    unfollow(jobId, listener) {
      const others = listeners.get(jobId);
      others?.delete(listener);
      if (others?.size === 0) listeners.delete(jobId);
      if (listeners.size === 0) stop();
    },
    close() {
      isClosed = true;
      stop();
    },
  };
}
