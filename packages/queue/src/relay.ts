import {
  claimDueMessages,
  markPublished,
  markUnpublished,
  releaseMessages,
  type Db,
  type DueMessage,
} from "@sitemap-scanner/database";
import { withTimeout, type Logger } from "@sitemap-scanner/runtime";
import type { Broker } from "./broker.ts";

export interface RelayOptions {
  /** Mean time between two looks at the outbox, in ms; each is spread by half. */
  pollMs: number;
  /** Messages published at a time. */
  batchSize: number;
  /** The broker's time for one batch, in ms. */
  publishTimeoutMs: number;
  /** How long other relays leave a claimed message alone, in ms: more than a publish may take. */
  claimMs: number;
  /** False: only `kick()` delivers. Default true. */
  poll?: boolean;
  /** False: `kick()` does nothing. Default true. */
  kick?: boolean;
}

/** Moves messages from the outbox to the broker. Any number may run, in any process. */
export interface Relay {
  start(): void;
  /** Looks at once instead of at the next poll; never throws, nothing to wait for. */
  kick(): void;
  /** Finishes the batch in hand and stops. */
  close(): Promise<void>;
}

const PING_MS = 1_000;

/** Delivery is at least once: a message that is published and not marked is published again. */
export function createRelay(
  deps: { db: Db; broker: Broker; logger: Logger } & RelayOptions,
): Relay {
  const { db, broker, logger, poll = true, kick = true } = deps;
  let closed = false;
  let brokerAway = false;
  let timer: NodeJS.Timeout | undefined;
  let draining: Promise<void> | undefined;
  let lookAgain = false;

  async function drain(): Promise<void> {
    do {
      lookAgain = false;
      try {
        while (!closed && (await relayBatch()));
      } catch (error) {
        // The messages are safe in the outbox; the next poll tries again.
        logger.warn("relay pass failed", { error });
      }
    } while (lookAgain && !closed);
    draining = undefined;
  }

  /** @returns whether there may be more */
  async function relayBatch(): Promise<boolean> {
    if (brokerAway && !(await brokerAnswers())) return false;
    const { batchSize: limit, claimMs } = deps;
    const batch = await claimDueMessages(db, { limit, claimMs });
    if (batch.length === 0) return false;
    return (await deliver(batch)) && batch.length === limit;
  }

  /** @returns false when the broker is away */
  async function deliver(batch: readonly DueMessage[]): Promise<boolean> {
    try {
      await publish(batch);
      await markPublished(db, idsOf(batch));
      return true;
    } catch (error) {
      if (!(await brokerAnswers())) {
        await releaseMessages(db, idsOf(batch), messageOf(error));
        return false;
      }
      if (batch.length === 1) {
        logger.warn("message cannot be published", { error, taskId: batch[0]?.taskId });
        await markUnpublished(db, idsOf(batch), messageOf(error));
        return true;
      }
    }
    // One bad message fails a whole batch, so each is tried alone.
    for (const message of batch) {
      if (!(await deliver([message]))) return false;
    }
    return true;
  }

  async function publish(batch: readonly DueMessage[]): Promise<void> {
    await withTimeout(broker.publish(batch), deps.publishTimeoutMs, "publish messages");
  }

  async function brokerAnswers(): Promise<boolean> {
    try {
      await broker.ping(PING_MS);
      if (brokerAway) logger.info("broker is back", { broker: broker.kind });
      brokerAway = false;
    } catch (error) {
      if (!brokerAway) logger.warn("broker is away, messages wait in the outbox", { error });
      brokerAway = true;
    }
    return !brokerAway;
  }

  function look(): void {
    if (closed) return;
    if (draining) lookAgain = true;
    else draining = drain();
  }

  function schedule(): void {
    timer = setTimeout(
      () => {
        look();
        schedule();
      },
      deps.pollMs * (0.5 + Math.random()),
    );
  }

  return {
    start: () => {
      if (poll) schedule();
    },
    kick: () => {
      if (kick) look();
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await draining;
    },
  };
}

function idsOf(batch: readonly DueMessage[]): string[] {
  return batch.map((message) => message.id);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
