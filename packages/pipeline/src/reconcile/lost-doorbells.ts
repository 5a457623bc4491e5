import type { DeliveryDoorbell, Doorbell } from "@sitemap-scanner/contracts";
import {
  inTransaction,
  listUnstartedMessages,
  listWorkersGone,
  noteBrokerEpoch,
  redispatchPublished,
  redispatchPublishedDeliveries,
  redispatchTask,
  type Db,
} from "@sitemap-scanner/database";
import type { FailedItems } from "./failed-items.ts";
import { finding, type Outcome } from "./finding.ts";
import { putRightEach } from "./put-right.ts";

/** What the reconciler asks of a broker. */
export interface AskedBroker {
  readonly queue: string;
  stateOf(doorbell: Doorbell | DeliveryDoorbell): Promise<"waiting" | "active" | "gone">;
  /** The worker that has taken it last; null when none has. */
  holderOf(doorbell: Doorbell | DeliveryDoorbell): Promise<string | null>;
  /** Makes way for a doorbell that it may take for answered. */
  forget(doorbell: Doorbell | DeliveryDoorbell): Promise<void>;
  /** A text that changes when the broker has lost what it held; null where it can't. */
  readEpoch(): Promise<string | null>;
}

/** Doorbells asked for at the same time. */
const QUESTIONS = 25;

/** What became of a doorbell that nobody will answer. */
export const LOST = "lost_by_broker";

/**
 * R2: tasks whose doorbell was published and not answered. Where it is lost, the task gets a new generation,
 * and so a new message. One that is waiting at the broker is backlog.
 *
 * @param olderThanMs how long a doorbell may be unanswered before the broker is asked, in ms
 */
export function redispatchLostTasks(
  db: Db,
  broker: Pick<AskedBroker, "stateOf" | "holderOf" | "forget">,
  olderThanMs: number,
  failed?: FailedItems,
): Promise<Outcome[]> {
  return putRightEach(
    db,
    {
      rule: "R2",
      subject: "task",
      async list(limit) {
        const unstarted = await listUnstartedMessages(db, { olderThanMs, limit: 2 * limit });
        return askWhichAreLost(db, broker, unstarted, olderThanMs);
      },
      idOf: (message) => message.taskId,
      prepare: (message) => makeWayForNext(broker, message),
      putRight: async (tx, message) =>
        (await redispatchTask(tx, message, LOST)) ? LOST : undefined,
    },
    failed,
  );
}

/**
 * Those of the doorbells that nobody will answer: the broker does not know them, or a worker has them in
 * hand that is gone. The broker takes them back from it, but on Postgres by the clocks of the workers, so
 * that a wrong one puts it off for as long as it is wrong.
 */
export async function askWhichAreLost<Asked extends Doorbell | DeliveryDoorbell>(
  db: Db,
  broker: Pick<AskedBroker, "stateOf" | "holderOf">,
  doorbells: readonly Asked[],
  silentMs: number,
): Promise<Asked[]> {
  const lost: Asked[] = [];
  for (let at = 0; at < doorbells.length; at += QUESTIONS) {
    const asked = doorbells.slice(at, at + QUESTIONS);
    const states = await Promise.all(asked.map((doorbell) => broker.stateOf(doorbell)));
    const active = asked.filter((_, i) => states[i] === "active");
    lost.push(...asked.filter((_, i) => states[i] === "gone"));
    if (active.length > 0) lost.push(...(await heldByWorkersGone(db, broker, active, silentMs)));
  }
  return lost;
}

async function heldByWorkersGone<Asked extends Doorbell | DeliveryDoorbell>(
  db: Db,
  broker: Pick<AskedBroker, "holderOf">,
  active: readonly Asked[],
  silentMs: number,
): Promise<Asked[]> {
  const holders = await Promise.all(active.map((doorbell) => broker.holderOf(doorbell)));
  const ids = holders.filter((holder) => holder !== null);
  const gone = await listWorkersGone(db, { ids, silentMs });
  return active.filter((_, i) => gone.has(holders[i] ?? ""));
}

/** A broker that was kept while the database was restored from a backup knows later generations. */
export async function makeWayForNext(
  broker: Pick<AskedBroker, "forget">,
  doorbell: Doorbell | DeliveryDoorbell,
): Promise<void> {
  await broker.forget({ ...doorbell, generation: doorbell.generation + 1 });
}

/** R2, for all at once: a broker that has lost everything tells another epoch than before. */
export async function redispatchAfterLoss(
  db: Db,
  broker: Pick<AskedBroker, "queue" | "readEpoch">,
): Promise<Outcome[]> {
  const epoch = await broker.readEpoch();
  if (epoch === null) return [];
  const lost = await inTransaction(db, async (tx) => {
    if (!(await noteBrokerEpoch(tx, broker.queue, epoch))) return null;
    const tasks = await redispatchPublished(tx, LOST);
    return tasks + (await redispatchPublishedDeliveries(tx, LOST));
  });
  if (lost === null) return [];
  return [finding("R2", "broker", { id: broker.queue, did: `lost_all_${lost}` })];
}
