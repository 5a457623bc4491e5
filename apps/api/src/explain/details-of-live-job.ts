import type { OpenTaskView } from "@sitemap-scanner/database";
import { toJobError } from "../scans/to-job.ts";
import type { LiveFacts } from "./live-facts.ts";
import { count, moment } from "./words.ts";
import { wordsOnWorkers } from "./words-on-workers.ts";

/** Who owes which step of the job, and by when. */
export function detailsOfLiveJob(facts: LiveFacts): string[] {
  const { job, openTasks, counts, workers, workerSilenceMs, now } = facts;
  return [
    `${count(counts.running, "task")} running, ${counts.pending} pending, ${counts.held} held until those are done`,
    ...openTasks.slice(0, 10).map((task) => owedFor(task, now)),
    wordsOnWorkers(workers, workerSilenceMs),
    `It ends by ${moment(job.deadline_at, now)} at the latest: past that it fails with deadline_exceeded`,
  ];
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
