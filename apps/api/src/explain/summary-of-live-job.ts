import type { JobView, OpenTaskView, WorkerView } from "@sitemap-scanner/database";
import { isAlive } from "../health/live-worker.ts";
import { toJobError } from "../scans/to-job.ts";
import { MOST_AHEAD, type LiveFacts } from "./live-facts.ts";
import { clock, count, duration, number } from "./words.ts";

/** A relay looks at the outbox about twice a second; after this silence it is worth a word. */
const RELAY_SILENCE_SECONDS = 10;

/**
 * What the job waits for, in one line: "pending: published 4 s ago, 41 ahead", "running: 812 of 2,000
 * files, last heartbeat 2 s ago", "retrying at 12:03:10 UTC (in 40 s) after rate_limited".
 */
export function summaryOfLiveJob(facts: LiveFacts): string {
  const { job, openTasks, counts } = facts;
  const running = openTasks.filter((task) => task.status === "running");
  if (running.length > 0) return `running: ${progress(job)}, ${wordsOnHeartbeat(running, facts)}`;
  const [next] = openTasks;
  if (next) return wordsOnWaiting(next, facts);
  return counts.held > 0
    ? `${job.status}: ${count(counts.held, "task")} held although none is out; the reconciler releases them within seconds`
    : `${job.status}: no task is open; the reconciler finishes the job within seconds`;
}

function progress({ sitemaps_found, sitemaps_read, sitemaps_failed }: JobView): string {
  if (sitemaps_found === 0) return "searching the site for sitemaps";
  return `${number(sitemaps_read + sitemaps_failed)} of ${count(sitemaps_found, "file")}`;
}

function wordsOnHeartbeat(running: readonly OpenTaskView[], { workers, now }: LiveFacts): string {
  const kept = running.filter((task) => task.lease_until !== null && task.lease_until >= now);
  const silences = (kept.length > 0 ? kept : running).map((task) => silenceOf(task, workers));
  const silence = Math.min(...silences);
  const heard = silence === Infinity ? "no heartbeat" : `last heartbeat ${secondsAgo(silence)}`;
  if (kept.length > 0) return heard;
  return `${heard}: the lease ran out, and the reconciler gives the task to another worker within seconds`;
}

function silenceOf({ worker_id }: OpenTaskView, workers: readonly WorkerView[]): number {
  return workers.find((worker) => worker.id === worker_id)?.seconds_since_seen ?? Infinity;
}

function wordsOnWaiting(task: OpenTaskView, facts: LiveFacts): string {
  const { job, now } = facts;
  const failure = toJobError(task.last_error);
  if (task.available_at > now && failure)
    return `retrying at ${clock(task.available_at, now)} after ${failure.code}`;
  const so = job.status === "running" ? `running: ${progress(job)}; ` : "pending: ";
  if (task.available_at > now) return `${so}the next is due at ${clock(task.available_at, now)}`;
  const after = failure ? `, after ${failure.code}` : "";
  return `${so}${wordsOnHindrance(task, facts) ?? wordsOnTurn(task, facts)}${after}`;
}

/** What keeps a task that is due from being started, besides those before it. */
function wordsOnHindrance(task: OpenTaskView, facts: LiveFacts): string | undefined {
  const { broker, workers, workerSilenceMs } = facts;
  if (task.message_id === null)
    return "its message is missing; the reconciler writes it within seconds";
  if (!broker.answers)
    return `the broker (${broker.kind}) does not answer; the scan goes on when it is back`;
  if (!broker.takes)
    return `the broker (${broker.kind}) takes nothing; the scan goes on when it does again`;
  if (!workers.some((worker) => isAlive(worker, workerSilenceMs))) {
    const [last] = workers;
    return last
      ? `no worker has been seen for ${duration(last.seconds_since_seen * 1_000)}`
      : "no worker has been seen within a day";
  }
  if (broker.paused) return "the queue is paused; nothing is started until somebody resumes it";
  return undefined;
}

function wordsOnTurn(task: OpenTaskView, facts: LiveFacts): string {
  const { flow, relay, now } = facts;
  const ahead = `${number(facts.ahead)}${facts.ahead >= MOST_AHEAD ? " or more" : ""} ahead`;
  if (task.published_at !== null) {
    return `published ${secondsAgo((now.getTime() - task.published_at.getTime()) / 1_000)}, ${ahead}`;
  }
  if (task.message_error !== null) {
    return `to publish its message has failed ${count(task.message_tries ?? 0, "time")}: ${task.message_error}`;
  }
  if (flow.window !== null && flow.published >= flow.window) {
    return `waits for room at the broker, where ${number(flow.published)} of ${number(flow.window)} wait to be started, ${ahead}`;
  }
  const silence = relay?.seconds_since_success ?? Infinity;
  const due = `due for ${duration(now.getTime() - task.available_at.getTime())}`;
  if (silence === Infinity) return `${due}, and no relay has ever published`;
  if (silence > RELAY_SILENCE_SECONDS)
    return `${due}, and no relay has succeeded for ${duration(silence * 1_000)}`;
  return `${due}, to be published within a second, ${ahead}`;
}

function secondsAgo(seconds: number): string {
  return `${duration(seconds * 1_000)} ago`;
}
