import {
  markPublished,
  markUnpublished,
  releaseMessages,
  type Db,
  type DueMessage,
} from "@sitemap-scanner/database";
import { crashPoint, withTimeout, type Logger } from "@sitemap-scanner/runtime";
import { doorbellId, type Broker } from "./broker.ts";
import { refusesEverybody } from "./redis-facts.ts";

/** Brings claimed messages to the broker, and writes down what became of each. */
export interface Delivery {
  /** @returns false when the broker is away or takes nothing; the messages are then due as before */
  deliver(batch: readonly DueMessage[]): Promise<boolean>;
  /** False while the broker is known to be away, or to take nothing; asks it anew each time. */
  mayTry(): Promise<boolean>;
}

/** Told what became of the messages of each publish. */
export type OnPublish = (result: "published" | "refused" | "broker_away", messages: number) => void;

const TRY_MS = 1_000;

export function createDelivery(deps: {
  db: Db;
  broker: Broker;
  logger: Logger;
  /** The broker's time for one batch, in ms. */
  publishTimeoutMs: number;
  onPublish?: OnPublish | undefined;
}): Delivery {
  const { db, broker, logger, onPublish = () => undefined } = deps;
  let brokerAway = false;

  async function deliver(batch: readonly DueMessage[]): Promise<boolean> {
    try {
      // BullMQ's add can hang for ever under every option, hence a time of our own.
      await withTimeout(broker.publish(batch), deps.publishTimeoutMs, "publish messages");
    } catch (error) {
      return settleFailure(batch, error);
    }
    crashPoint("relay.published");
    await markPublished(db, idsOf(batch));
    onPublish("published", batch.length);
    return true;
  }

  async function settleFailure(batch: readonly DueMessage[], error: unknown): Promise<boolean> {
    if (!(await brokerTakes()) || refusesEverybody(error)) {
      onPublish("broker_away", batch.length);
      await releaseMessages(db, idsOf(batch), messageOf(error));
      return false;
    }
    const [only] = batch;
    if (only && batch.length === 1) {
      onPublish("refused", 1);
      logger.warn("message cannot be published", { error, doorbell: doorbellId(only) });
      await markUnpublished(db, idsOf(batch), messageOf(error));
      return true;
    }
    // One bad message fails a whole batch, so each is tried alone.
    for (const message of batch) {
      if (!(await deliver([message]))) return false;
    }
    return true;
  }

  async function brokerTakes(): Promise<boolean> {
    try {
      await broker.tryWrite(TRY_MS);
      if (brokerAway) logger.info("broker takes messages again", { broker: broker.kind });
      brokerAway = false;
    } catch (error) {
      if (!brokerAway) logger.warn("broker takes nothing, messages wait in the outbox", { error });
      brokerAway = true;
    }
    return !brokerAway;
  }

  return {
    deliver,
    mayTry: async () => !brokerAway || (await brokerTakes()),
  };
}

export function idsOf(batch: readonly DueMessage[]): string[] {
  return batch.map((message) => message.id);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
