import type { JobView, OpenTaskView, TaskCounts, WorkerView } from "@sitemap-scanner/database";
import { isAlive } from "../health/live-worker.ts";
import { toJobError } from "../scans/to-job.ts";
import { count, duration, moment } from "./words.ts";

export interface LiveFacts {
  job: JobView;
  /** Those that are out, longest out first; not all of them when there are many. */
  openTasks: readonly OpenTaskView[];
  counts: TaskCounts;
  workers: readonly WorkerView[];
  now: Date;
}

/** Who owes the next step of a live job, and by when. */
export function summaryOfLiveJob(facts: LiveFacts): string {
  const { openTasks, counts, now } = facts;
  const next = openTasks.find((task) => task.status === "running") ?? openTasks[0];
  if (next) return owedFor(next, now);
  if (counts.held > 0) {
    return `The reconciler owes the next step: ${count(counts.held, "task")} are held although none is out, which it puts right within seconds`;
  }
  return "The reconciler owes the next step: no task of this job is open, so it is to be finished within seconds";
}

export function detailsOfLiveJob(facts: LiveFacts): string[] {
  const { job, openTasks, counts, workers, now } = facts;
  return [
    `${count(counts.running, "task")} running, ${counts.pending} pending, ${counts.held} held until those are done`,
    ...openTasks.slice(0, 10).map((task) => owedFor(task, now)),
    wordsOnWorkers(workers),
    `It ends by ${moment(job.deadline_at, now)} at the latest: past that it fails with deadline_exceeded`,
  ];
}

export function wordsOnWorkers(workers: readonly WorkerView[]): string {
  const alive = workers.filter(isAlive);
  const [last] = workers;
  if (!last) return "No worker has been seen within a day: start one";
  const seen = duration(last.seconds_since_seen * 1_000);
  if (alive.length === 0) return `No worker is alive: "${last.id}" was last seen ${seen} ago`;
  return `${count(alive.length, "worker")} alive, last seen ${seen} ago`;
}

function owedFor(task: OpenTaskView, now: Date): string {
  const work = task.url === null ? "search the site for sitemaps" : `read ${task.url}`;
  if (task.status === "running") return owedByItsWorker(task, work, now);
  const failure = toJobError(task.last_error);
  const because = failure ? `, after ${failure.code}: ${failure.message}` : "";
  if (task.available_at > now) {
    return `A worker is to ${work} (attempt ${task.attempt + 1}) at ${moment(task.available_at, now)}${because}`;
  }
  if (task.message_id === null) {
    return `The reconciler owes the next step: the message that tells workers to ${work} is missing`;
  }
  if (task.published_at === null) {
    const tries = task.message_tries
      ? `: ${count(task.message_tries, "try").replace("trys", "tries")}, ${task.message_error ?? "no error noted"}`
      : "";
    return `The relay owes the next step: to publish message ${task.message_id}, which tells workers to ${work}, due since ${moment(task.available_at, now)}${tries}`;
  }
  return `A worker owes the next step: to ${work}, of which workers were told at ${moment(task.published_at, now)}${because}`;
}

function owedByItsWorker(task: OpenTaskView, work: string, now: Date): string {
  const lease = task.lease_until ?? now;
  const since = task.started_at ? ` since ${moment(task.started_at, now)}` : "";
  if (lease < now) {
    return `The reconciler owes the next step: worker "${task.worker_id}" was to ${work}, and its lease ran out at ${moment(lease, now)}`;
  }
  return `Worker "${task.worker_id}" is at work to ${work}${since}, and is to say so again by ${moment(lease, now)}`;
}
