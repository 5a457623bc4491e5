import {
  claimDueMessages,
  recordBrokerWindow,
  recordLoop,
  releaseMessages,
  type Db,
  type DueMessage,
} from "@sitemap-scanner/database";
import { crashPoint, type Logger } from "@sitemap-scanner/runtime";
import type { Broker } from "./broker.ts";
import { createDelivery, idsOf, type OnPublish } from "./deliver.ts";

export interface RelayOptions {
  /** Mean time between two looks at the outbox, in ms; each is spread by half. */
  pollMs: number;
  /** Messages published at a time. */
  batchSize: number;
  /** Published and unstarted messages at the broker, at most: what its loss would cost. */
  window: number;
  /** The broker's time for one batch, in ms. */
  publishTimeoutMs: number;
  /** How long other relays leave a claimed message alone, in ms: more than a publish may take. */
  claimMs: number;
  /** False: only `kick()` delivers. Default true. */
  poll?: boolean;
  /** False: `kick()` does nothing. Default true. */
  kick?: boolean;
}

const SUCCESS_NOTED_EVERY_MS = 5_000;

/** Moves messages from the outbox to the broker. Any number may run, in any process. */
export interface Relay {
  start(): void;
  /** Looks at once instead of at the next poll; never throws, nothing to wait for. */
  kick(): void;
  /** Finishes the batch in hand and stops. */
  close(): Promise<void>;
}

/** Delivery is at least once: a message that is published and not marked is published again. */
export function createRelay(
  deps: { db: Db; broker: Broker; logger: Logger; onPublish?: OnPublish } & RelayOptions,
): Relay {
  const { db, broker, logger, batchSize, window, claimMs, poll = true, kick = true } = deps;
  const delivery = createDelivery(deps);
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let draining: Promise<void> | undefined;
  let lookAgain = false;
  let successNotedAt = Number.NEGATIVE_INFINITY;
  /** Claimed, and not settled yet. */
  let inHand: readonly DueMessage[] = [];

  /** Batch by batch, with no transaction open, until one comes back short. */
  async function drain(): Promise<void> {
    lookAgain = false;
    try {
      let more = true;
      while (more && !stopping.signal.aborted) more = await relayBatch();
    } catch (error) {
      // The messages are safe in the outbox; the next poll tries again.
      logger.warn("relay pass failed", { error });
    }
    if (lookAgain && !stopping.signal.aborted) await drain();
  }

  /** @returns whether there may be more */
  async function relayBatch(): Promise<boolean> {
    if (!(await delivery.mayTry())) return false;
    await giveBack();
    inHand = await claimDueMessages(db, { limit: batchSize, window, claimMs });
    const { length } = inHand;
    if (length > 0) crashPoint("relay.claimed");
    const isDelivered = length === 0 || (await delivery.deliver(inHand));
    inHand = [];
    if (!isDelivered) return false;
    await noteSuccess();
    return length >= batchSize;
  }

  /** What could not be settled, because the database went, would be ours alone until the claim expires. */
  async function giveBack(): Promise<void> {
    if (inHand.length === 0) return;
    await releaseMessages(db, idsOf(inHand), "the database was away");
    inHand = [];
  }

  async function noteSuccess(): Promise<void> {
    if (performance.now() - successNotedAt < SUCCESS_NOTED_EVERY_MS) return;
    successNotedAt = performance.now();
    await recordLoop(db, "relay");
    await recordBrokerWindow(db, broker.queue, window);
  }

  function look(): void {
    if (stopping.signal.aborted) return;
    if (draining) {
      lookAgain = true;
      return;
    }
    draining = drain().finally(() => (draining = undefined));
  }

  function schedule(): void {
    const spread = 0.5 + Math.random();
    timer = setTimeout(() => {
      look();
      schedule();
    }, deps.pollMs * spread);
  }

  return {
    start() {
      if (poll) schedule();
    },
    kick() {
      if (kick) look();
    },
    async close() {
      stopping.abort();
      clearTimeout(timer);
      await draining;
    },
  };
}
