import { once } from "node:events";
import type { StreamEnd } from "@sitemap-scanner/contracts";
import type { Db, JobView } from "@sitemap-scanner/database";
import type { Logger } from "@sitemap-scanner/runtime";
import type { Response } from "express";
import { goneSignal } from "../../http/gone-signal.ts";
import { toJob } from "../../scans/to-job.ts";
import { createInbox } from "./inbox.ts";
import type { JobFeed, News } from "./job-feed.ts";
import { readSteps, type Step } from "./read-steps.ts";
import { SSE_BEGIN, sseMessage } from "./sse.ts";
import type { StreamPosition } from "./stream-position.ts";

/** Sent with the end: whoever comes again with it has nothing to wait for. */
export const END_ID = "end";

/** Steps of the past that are read at a time. */
const BATCH = 500;
/** News that may wait for a reader: some ten seconds of a lively job. */
const ROOM = 20;
/** Characters that are written at a time. */
const CHUNK = 16_384;

interface JobStream {
  db: Db;
  feed: JobFeed;
  logger: Logger;
  job: JobView;
  /** What the reader has already. */
  position: StreamPosition;
}

/**
 * Sends a job's history and then its news, to a reader that is there. One that does not keep up is
 * broken off: it can come again and go on where it was.
 */
export async function sendJobStream(res: Response, stream: JobStream): Promise<void> {
  const { db, feed, logger, job, position } = stream;
  const gone = goneSignal(res);
  const news = createInbox<News>(ROOM);
  gone.addEventListener("abort", () => news.close());
  let progress = JSON.stringify(toJob(job));
  const onNews = (latest: News) => {
    if (latest.steps.length === 0 && latest.progress === progress && !latest.isOver) return;
    if (news.put(latest)) return;
    logger.warn("slow reader of a stream dropped", { jobId: job.job_id });
    res.destroy();
  };
  const writer = createWriter(res, position, gone);
  try {
    begin(res);
    await writer.write(SSE_BEGIN + sseMessage({ event: "progress", data: progress }));
    const settled = await feed.follow(job.job_id, onNews);
    await sendPast(db, job.job_id, { writer, position, settled });
    for await (const latest of news) {
      if (latest.progress !== null && latest.progress !== progress) {
        progress = latest.progress;
        await writer.write(sseMessage({ event: "progress", data: progress }));
      }
      const isAll = await writer.writeSteps(latest.steps, latest.settled);
      if (latest.isOver && isAll) return void res.end(lastMessage(job.job_id, latest));
    }
  } catch (error) {
    if (gone.aborted || res.writableEnded) return;
    res.destroy();
    throw error;
  } finally {
    feed.unfollow(job.job_id, onNews);
  }
}

function begin(res: Response): void {
  res.setHeader("Content-Type", "text/event-stream");
  // Else nginx would hold back what it takes for an ordinary answer.
  res.setHeader("X-Accel-Buffering", "no");
  res.flushHeaders();
}

function lastMessage(jobId: string, { status }: News): string {
  if (status === null) return "";
  const end: StreamEnd = { job_id: jobId, status };
  return sseMessage({ event: "end", data: JSON.stringify(end), id: END_ID });
}

/** What is settled comes from the database, batch by batch, at the pace of the reader. */
async function sendPast(
  db: Db,
  jobId: string,
  { writer, position, settled }: { writer: Writer; position: StreamPosition; settled: number },
): Promise<void> {
  for (let afterId = position.upTo; ;) {
    const range = { afterId, untilId: settled, limit: BATCH };
    const steps = await readSteps(db, [jobId], range);
    await writer.writeSteps(steps, settled);
    if (steps.length < BATCH) return;
    afterId = steps.at(-1)?.id ?? settled;
  }
}

interface Writer {
  write(text: string): Promise<void>;
  /** @returns false when some have to come again */
  writeSteps(steps: readonly Step[], settled: number): Promise<boolean>;
}

function createWriter(res: Response, position: StreamPosition, signal: AbortSignal): Writer {
  async function write(text: string): Promise<void> {
    signal.throwIfAborted();
    if (res.writableEnded) throw new Error("Cannot write to a stream: it was closed");
    if (!res.write(text)) await once(res, "drain", { signal });
  }
  return {
    write,
    async writeSteps(steps, settled) {
      let text = "";
      let isAll = true;
      for (const step of steps) {
        const messages = messagesOf(step, position, settled);
        isAll &&= messages !== null;
        text += messages ?? "";
        if (text.length < CHUNK) continue;
        await write(text);
        text = "";
      }
      if (text !== "") await write(text);
      return isAll;
    },
  };
}

/** Empty when the reader has the step already, null when it has to come again. */
function messagesOf(step: Step, position: StreamPosition, settled: number): string | null {
  const hasEvent = position.has(step.id) || position.half === step.id;
  const hasFile = position.has(step.id);
  const half = position.withHalf(step.id);
  if (!position.take(step.id, settled)) return null;
  const { event, file } = step;
  const id = position.toString();
  const first = sseMessage({ event: "event", data: event, id: file === null ? id : half });
  const second = file === null ? "" : sseMessage({ event: "file", data: file, id });
  return (hasEvent ? "" : first) + (hasFile ? "" : second);
}
