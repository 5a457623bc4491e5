import type { Explanation } from "@sitemap-scanner/contracts";
import {
  countMessagesAhead,
  countOpenTasks,
  findDiscovery,
  findEndOfJob,
  findJobView,
  listCancelledWork,
  listFailedSitemapFiles,
  listLoops,
  listOpenTasks,
  listWorkers,
  readClock,
  readFlow,
  type Db,
  type JobView,
} from "@sitemap-scanner/database";
import { readBroker, type AskedBroker } from "../health/read-broker.ts";
import { detailsOfLiveJob } from "./details-of-live-job.ts";
import { detailsOfEndedJob, summaryOfEndedJob } from "./ended-job.ts";
import { MOST_AHEAD, type BrokerSeen, type LiveFacts } from "./live-facts.ts";
import { summaryOfLiveJob } from "./summary-of-live-job.ts";

const OPEN_TASKS = 20;
const FAILED_FILES = 50;
const WORKERS = 100;
const CANCELLED_WORK = 50;

export interface ExplainOptions {
  db: Db;
  broker: AskedBroker;
  /** After which silence a worker counts as gone, in ms. */
  workerSilenceMs: number;
}

/** @returns undefined when there is no such job */
export type ExplainJob = (jobId: string) => Promise<Explanation | undefined>;

/** Says for people who owes the next step of a job and by when, or how it ended and why. */
export function createExplainJob({ db, broker, workerSilenceMs }: ExplainOptions): ExplainJob {
  return async (jobId) => {
    // Asked before the snapshot: no connection is held while a broker that is away is waited for.
    const { paused, faults } = await readBroker(broker);
    const seen = {
      kind: broker.kind,
      answers: paused !== null,
      paused: paused === true,
      takes: !faults.some((fault) => fault.code === "refuses_writes"),
    };
    // One snapshot: a job that ends meanwhile must not look like one that nobody works for.
    const snapshot = db
      .transaction()
      .setIsolationLevel("repeatable read")
      .setAccessMode("read only");
    return snapshot.execute(async (tx) => {
      const job = await findJobView(tx, jobId);
      if (!job) return undefined;
      const words = await (job.finished_at === null
        ? explainLive(tx, job, { broker: seen, workerSilenceMs })
        : explainEnded(tx, job));
      return { job_id: jobId, status: job.status, ...words };
    });
  };
}

type Words = Pick<Explanation, "summary" | "details">;

async function explainLive(
  db: Db,
  job: JobView,
  known: { broker: BrokerSeen; workerSilenceMs: number },
): Promise<Words> {
  const openTasks = await listOpenTasks(db, job.job_id, OPEN_TASKS);
  const message = openTasks.find((task) => task.status === "pending")?.message_id ?? null;
  const loops = await listLoops(db);
  const facts: LiveFacts = {
    ...known,
    job,
    openTasks,
    counts: await countOpenTasks(db, job.job_id),
    ahead: message === null ? 0 : await countMessagesAhead(db, message, MOST_AHEAD),
    workers: await listWorkers(db, WORKERS),
    flow: await readFlow(db),
    relay: loops.find((loop) => loop.name === "relay"),
    now: await readClock(db),
  };
  return { summary: summaryOfLiveJob(facts), details: detailsOfLiveJob(facts) };
}

async function explainEnded(db: Db, job: JobView): Promise<Words> {
  const facts = {
    job,
    end: await findEndOfJob(db, job.job_id),
    failedFiles: await listFailedSitemapFiles(db, job.job_id, FAILED_FILES),
    discovery: await findDiscovery(db, job.job_id),
    cancelledWork:
      job.status === "cancelled" ? await listCancelledWork(db, job.job_id, CANCELLED_WORK) : [],
    now: await readClock(db),
  };
  return { summary: summaryOfEndedJob(facts), details: detailsOfEndedJob(facts) };
}
