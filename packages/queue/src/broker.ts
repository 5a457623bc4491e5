import type { DeliveryDoorbell, Doorbell, TaskKind } from "@sitemap-scanner/contracts";
import { withTimeout, type Logger } from "@sitemap-scanner/runtime";
import { Queue } from "bullmq";
import {
  brokerConnection,
  type BrokerAddress,
  type BrokerConnection,
} from "./broker-connection.ts";
import { openRedisFacts, type BrokerFault } from "./redis-facts.ts";

/** The one BullMQ queue: its jobs are named after the kind of their task, or `webhook`. */
export const TASK_QUEUE = "sitemap-tasks";

/** A doorbell to ring. */
export type Ring = (Doorbell & { kind: TaskKind }) | (DeliveryDoorbell & { kind: "webhook" });

/** Where a doorbell is, as far as the broker knows. */
export type DoorbellState = "waiting" | "active" | "gone";

export interface Broker {
  readonly kind: "redis" | "postgres";
  /** The name of the BullMQ queue. */
  readonly queue: string;
  readonly connection: BrokerConnection;
  /** For Bull Board. */
  readonly queues: readonly Queue[];
  /** Rings them all, or fails and may have rung some. Ringing one twice is a no-op while BullMQ remembers it. */
  publish(rings: readonly Ring[]): Promise<void>;
  stateOf(doorbell: Doorbell | DeliveryDoorbell): Promise<DoorbellState>;
  /** The name of the consumer that has taken it last; null when none has. */
  holderOf(doorbell: Doorbell | DeliveryDoorbell): Promise<string | null>;
  /** Makes way for a doorbell: what the broker remembers of one that was answered would swallow it. */
  forget(doorbell: Doorbell | DeliveryDoorbell): Promise<void>;
  /** A text that changes when Redis has lost what it held; null on Postgres, which loses nothing. */
  readEpoch(): Promise<string | null>;
  /** What is wrong with a broker that answers; empty when nothing is. */
  listFaults(): Promise<BrokerFault[]>;
  /** @throws TimeoutError or the broker's error when it does not answer in time */
  ping(timeoutMs: number): Promise<void>;
  /** @throws as `ping` does, and when the broker answers and takes nothing from anybody */
  tryWrite(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the producer's side of the broker. Nothing waits for the broker here, so a process starts,
 * and the API accepts scans, while it is away.
 */
export function openBroker({ logger, ...address }: BrokerAddress & { logger: Logger }): Broker {
  const connection = brokerConnection(address);
  const queue = openQueue(connection);
  // BullMQ reports every failed reconnect: the relay tells of an outage once, and of its end.
  queue.on("error", (error) => logger.debug("broker connection failed", { error }));
  const redis = connection.kind === "redis" ? openRedisFacts(queue, address.prefix) : undefined;
  const stateOf = async (doorbell: Doorbell | DeliveryDoorbell): Promise<DoorbellState> => {
    const state = await queue.getJobState(doorbellId(doorbell));
    if (state === "active") return "active";
    return state === "unknown" || state === "completed" || state === "failed" ? "gone" : "waiting";
  };
  const ping = async (timeoutMs: number) => {
    await withTimeout(queue.isPaused(), timeoutMs, "ping the broker");
  };
  return {
    kind: connection.kind,
    queue: TASK_QUEUE,
    connection,
    queues: [queue],
    async publish(rings) {
      const jobs = rings.map(toJob);
      if (jobs.length > connection.fewRings) await queue.addBulk(jobs);
      else await Promise.all(jobs.map(({ name, data, opts }) => queue.add(name, data, opts)));
    },
    stateOf,
    async holderOf(doorbell) {
      const job = await queue.getJob(doorbellId(doorbell));
      return job?.processedBy ?? null;
    },
    async forget(doorbell) {
      if ((await stateOf(doorbell)) === "gone") await queue.remove(doorbellId(doorbell));
    },
    readEpoch: async () => (redis ? redis.readEpoch() : null),
    listFaults: async () => (redis ? redis.listFaults() : []),
    ping,
    async tryWrite(timeoutMs) {
      // Postgres is asked like any other: what it refuses to the queue it refuses to the outbox, too.
      if (!redis) return ping(timeoutMs);
      await withTimeout(redis.tryWrite(), timeoutMs, "write to the broker");
    },
    close: () => closeQueue(queue),
  };
}

function openQueue(connection: BrokerConnection): Queue {
  const options = {
    ...connection.producer,
    skipMetasUpdate: true,
    defaultJobOptions: {
      // Attempts and backoff live in Postgres, where the truth is.
      attempts: 1,
      ...connection.retention,
    },
  };
  return connection.backend
    ? new Queue(TASK_QUEUE, options, connection.backend)
    : new Queue(TASK_QUEUE, options);
}

/** With the broker away, close() would wait for it: the connection is cut instead. */
async function closeQueue(queue: Queue): Promise<void> {
  try {
    await withTimeout(queue.close(), 2_000, "close the queue");
  } catch {
    // Nothing is lost by it: what was not published is in the outbox. A broker that is away does not let
    // itself be left in good order either, and the end of the process closes what is open.
    await withTimeout(queue.disconnect(), 2_000, "disconnect the queue").catch(() => undefined);
  }
}

function toJob(ring: Ring) {
  const opts = { jobId: doorbellId(ring) };
  if (ring.kind !== "webhook") {
    const { kind: name, taskId, generation } = ring;
    return { name, data: { taskId, generation }, opts };
  }
  const { kind: name, deliveryId, generation } = ring;
  // Few are out at a time, so to let them go first holds up no scan, and no crowd of scans holds up them.
  return { name, data: { deliveryId, generation }, opts: { ...opts, lifo: true } };
}

/** BullMQ refuses ids with a colon, and ids of digits only. */
export function doorbellId(doorbell: Doorbell | DeliveryDoorbell): string {
  const id = "taskId" in doorbell ? doorbell.taskId : doorbell.deliveryId;
  return `${id}-${doorbell.generation}`;
}
