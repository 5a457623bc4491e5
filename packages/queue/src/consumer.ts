import type { DoorbellKind } from "@sitemap-scanner/contracts";
import type { Logger } from "@sitemap-scanner/runtime";
import { Worker, type Job } from "bullmq";
import type { BrokerConnection } from "./broker-connection.ts";
import { TASK_QUEUE } from "./broker.ts";

/** Three declared parameters: BullMQ passes the signal only to a processor that has them. */
export type Processor = (
  job: Job,
  token: string | undefined,
  signal?: AbortSignal,
) => Promise<void>;

export interface Consumer {
  /** No new doorbell is answered from now on; those in hand go on. */
  pause(): Promise<void>;
  /** Resolves when no doorbell is in hand. */
  idle(): Promise<void>;
  /** Cuts the connection; doorbells in hand are left to the broker. */
  close(): Promise<void>;
}

/** Answers doorbells, `concurrency` at a time, each with the processor of its kind. */
export function openConsumer(options: {
  connection: BrokerConnection;
  processors: Record<DoorbellKind, Processor>;
  concurrency: number;
  /** How long the broker leaves a doorbell to a worker that it does not hear of, in ms. */
  lockMs: number;
  name: string;
  logger: Logger;
}): Consumer {
  const { connection, logger } = options;
  const processors = new Map<string, Processor>(Object.entries(options.processors));

  const inHand = new Set<Promise<void>>();

  const answer: Processor = async (job, token, signal) => {
    const processor = processors.get(job.name);
    if (!processor) throw new TypeError(`Cannot process a doorbell named "${job.name}"`);
    await processor(job, token, signal);
  };
  const processDoorbell: Processor = (job, token, signal) => {
    const answered = answer(job, token, signal);
    inHand.add(answered);
    return answered.finally(() => inHand.delete(answered));
  };
  const settings = {
    ...connection.consumer,
    concurrency: options.concurrency,
    name: options.name,
    drainDelay: connection.drainDelay,
    // A doorbell in the hands of a worker that died is rung again about when its task is rescued. One that
    // is rung although its worker lives is stale.
    lockDuration: options.lockMs,
    stalledInterval: Math.max(500, options.lockMs / 2),
    // After an outage a slot looks again this soon; BullMQ's own 15 s would be most of the recovery.
    runRetryDelay: 1_000,
    maxStalledCount: 3,
    ...connection.retention,
  };
  const worker = connection.backend
    ? new Worker(TASK_QUEUE, processDoorbell, settings, connection.backend)
    : new Worker(TASK_QUEUE, processDoorbell, settings);
  tellOutagesOnce(worker, logger);
  worker.on("failed", (job, error) =>
    logger.error("doorbell failed", { error, doorbell: job?.id, kind: job?.name }),
  );
  return {
    pause: () => worker.pause(true),
    idle: async () => {
      await Promise.allSettled(inHand);
    },
    close: () => worker.close(true),
  };
}

/** BullMQ reports every failed reconnect: the first of an outage is told, and its end. */
function tellOutagesOnce(worker: Worker, logger: Logger): void {
  let away = false;
  worker.on("error", (error) => {
    // Whoever has it by now, the task's lease tells its worker what to do.
    if (isLostDoorbell(error)) return logger.debug("doorbell is not ours any more", { error });
    logger[away ? "debug" : "warn"]("consumer connection failed", { error });
    away = true;
  });
  worker.on("ready", () => {
    if (away) logger.info("consumer connection is back");
    away = false;
  });
}

/** BullMQ's own refusals have numbers below zero, but for the one that it makes of a lock not renewed. */
function isLostDoorbell(error: Error & { code?: unknown }): boolean {
  const isRefusal = typeof error.code === "number" && error.code < 0;
  return isRefusal || error.message.startsWith("could not renew lock for job");
}
