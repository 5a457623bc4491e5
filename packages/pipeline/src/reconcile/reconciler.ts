import { claimLoop, recordLoop, type Db } from "@sitemap-scanner/database";
import {
  crashPoint,
  createLoop,
  withTimeout,
  type Logger,
  type Loop,
} from "@sitemap-scanner/runtime";
import { rescueExpiredTasks } from "./expired-leases.ts";
import type { Finding } from "./finding.ts";
import { redispatchAfterLoss, redispatchLostTasks, type AskedBroker } from "./lost-doorbells.ts";
import { insertMissingRows } from "./missing-rows.ts";
import { failNeverStartedTasks } from "./never-started.ts";
import { failOverdueJobs } from "./overdue-jobs.ts";
import { moveStalledJobs } from "./stalled-jobs.ts";
import { realignStrayDomains } from "./stray-domains.ts";
import {
  forgetOldWebhookEvents,
  insertMissingDeliveryRows,
  redispatchLostDeliveries,
  rescueExpiredDeliveries,
} from "./webhook-deliveries.ts";

export interface ReconcilerOptions {
  /** Between two passes, in ms. */
  everyMs: number;
  /** How long a published doorbell may be unanswered before the broker is asked, in ms. */
  unansweredMs: number;
  /** How long after it is due a task may be started, in ms. */
  startByMs: number;
  /** How long an event of a webhook is kept of which no delivery is open, in ms. */
  keepEventsMs: number;
}

export type Reconciler = Loop;

const BROKER_ANSWER_MS = 2_000;
/** A rule that takes longer is left to finish by itself, and the pass goes on. */
const RULE_MS = 30_000;

/**
 * Finds what is late and puts it right, round the clock. Every process that has a relay runs one; the
 * rows' locks make any number of them as good as one, and one pass at a time does for all.
 */
export function createReconciler(
  deps: {
    db: Db;
    broker: AskedBroker;
    logger: Logger;
    /** Called after a pass that found something: there may be new messages. */
    onChange: () => void;
    onFinding?: (finding: Finding) => void;
  } & ReconcilerOptions,
): Reconciler {
  const { db, logger, everyMs } = deps;
  const broker = withAnswerTime(deps.broker);
  const failing = new Set<string>();
  let closed = false;

  /** In the order in which one may make work for the next. */
  const rules: [name: string, rule: () => Promise<Finding[]>][] = [
    ["lost broker", () => redispatchAfterLoss(db, broker)],
    ["missing rows", () => insertMissingRows(db)],
    ["expired leases", () => rescueExpiredTasks(db)],
    ["overdue jobs", () => failOverdueJobs(db)],
    ["never started", () => failNeverStartedTasks(db, deps.startByMs)],
    ["lost doorbells", () => redispatchLostTasks(db, broker, deps.unansweredMs)],
    ["stalled jobs", () => moveStalledJobs(db)],
    ["stray domains", () => realignStrayDomains(db)],
    ["missing rows of webhooks", () => insertMissingDeliveryRows(db)],
    ["expired leases of webhooks", () => rescueExpiredDeliveries(db)],
    ["lost doorbells of webhooks", () => redispatchLostDeliveries(db, broker, deps.unansweredMs)],
    ["old events of webhooks", () => forgetOldWebhookEvents(db, deps.keepEventsMs)],
  ];

  async function run(): Promise<void> {
    // Another process has just been through.
    if (!(await claimLoop(db, "reconciler", 0.8 * everyMs))) return;
    let failures = 0;
    let findings = 0;
    for (const [name, rule] of rules) {
      if (closed) return;
      const found = await apply(name, rule);
      failures += found === undefined ? 1 : 0;
      findings += found?.length ?? 0;
    }
    if (failures === 0) await recordLoop(db, "reconciler", { findings });
    if (findings > 0) deps.onChange();
  }

  /** A rule that fails keeps no other from running. */
  async function apply(
    name: string,
    rule: () => Promise<Finding[]>,
  ): Promise<Finding[] | undefined> {
    try {
      const found = await withTimeout(rule(), RULE_MS, `apply the rule "${name}"`);
      for (const each of found) tell(each);
      if (found.length > 0) crashPoint("reconciler.applied");
      if (failing.delete(name)) logger.info("reconciler rule works again", { rule: name });
      return found;
    } catch (error) {
      // An outage is told once, and its end.
      logger[failing.has(name) ? "debug" : "warn"]("reconciler rule failed", { rule: name, error });
      failing.add(name);
      return undefined;
    }
  }

  function tell(found: Finding): void {
    const { isAlarm, ...fields } = found;
    if (isAlarm) logger.error("guarantee got round, put right", { ...fields });
    else logger.warn("late, put right", { ...fields });
    deps.onFinding?.(found);
  }

  const loop = createLoop({
    everyMs,
    pass: () => run().catch((error: unknown) => logger.warn("reconciler pass failed", { error })),
  });
  return {
    start: () => loop.start(),
    async close() {
      // The pass in hand ends with the rule that it is at.
      closed = true;
      await loop.close();
    },
  };
}

function withAnswerTime(broker: AskedBroker): AskedBroker {
  return {
    queue: broker.queue,
    stateOf: (doorbell) =>
      withTimeout(broker.stateOf(doorbell), BROKER_ANSWER_MS, "ask the broker for a doorbell"),
    holderOf: (doorbell) =>
      withTimeout(broker.holderOf(doorbell), BROKER_ANSWER_MS, "ask who has a doorbell"),
    forget: (doorbell) =>
      withTimeout(broker.forget(doorbell), BROKER_ANSWER_MS, "make way for a doorbell"),
    readEpoch: () => withTimeout(broker.readEpoch(), BROKER_ANSWER_MS, "ask the broker its epoch"),
  };
}
