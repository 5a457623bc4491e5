import type { Db, JobView } from "@sitemap-scanner/database";
import type { Logger } from "@sitemap-scanner/runtime";
import type { Response } from "express";
import type { JobFeed } from "./job-feed.ts";
import { SSE_HEARTBEAT } from "./sse.ts";
import { sendJobStream } from "./send-job-stream.ts";
import type { StreamPosition } from "./stream-position.ts";

/** All seats of this process, or of a key, are taken. */
class TooManyStreamsError extends Error {
  override readonly name = "TooManyStreamsError";
  readonly code = "too_many_streams";
}

export interface JobStreamsOptions {
  db: Db;
  feed: JobFeed;
  logger: Logger;
  /** Readers of this process at most, and of one key. */
  maxReaders: number;
  maxReadersPerKey: number;
  /** Default 15,000. */
  heartbeatMs?: number;
}

export interface JobStreams {
  /**
   * Sends a job to a reader until it has ended, the reader has gone, or the streams are closed.
   * @param keyId null where access is off
   * @throws TooManyStreamsError before anything is sent
   */
  send(
    res: Response,
    reader: { job: JobView; position: StreamPosition; keyId: string | null },
  ): Promise<void>;
  /** Sends everybody away, and lets nobody in: a reader comes again by itself. */
  close(): void;
}

/** The readers of all jobs: how many there may be, and that each hears something now and then. */
export function createJobStreams(options: JobStreamsOptions): JobStreams {
  const { db, feed, logger, maxReaders, maxReadersPerKey, heartbeatMs = 15_000 } = options;
  const readers = new Map<Response, string | null>();
  let isClosed = false;

  const beat = setInterval(() => {
    for (const res of readers.keys()) {
      if (!res.writableNeedDrain && !res.writableEnded) res.write(SSE_HEARTBEAT);
    }
  }, heartbeatMs);
  beat.unref();

  function countOfKey(keyId: string): number {
    return [...readers.values()].filter((key) => key === keyId).length;
  }

  function refuseTooMany(keyId: string | null): void {
    const isFull = readers.size >= maxReaders;
    if (isClosed || isFull || (keyId !== null && countOfKey(keyId) >= maxReadersPerKey)) {
      throw new TooManyStreamsError("Cannot open a stream: too many are open");
    }
  }

  return {
    async send(res, { job, position, keyId }) {
      refuseTooMany(keyId);
      readers.set(res, keyId);
      try {
        await sendJobStream(res, { db, feed, logger, job, position });
      } finally {
        readers.delete(res);
      }
    },
    close() {
      isClosed = true;
      clearInterval(beat);
      feed.close();
      for (const res of readers.keys()) res.end();
    },
  };
}
