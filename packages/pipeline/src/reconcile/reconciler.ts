import { claimLoop, recordLoop, type Db } from "@sitemap-scanner/database";
import { createLoop, withTimeout, type Loop } from "@sitemap-scanner/runtime";
import { rescueExpiredTasks } from "./expired-leases.ts";
import { redispatchAfterLoss, redispatchLostTasks, type AskedBroker } from "./lost-doorbells.ts";
import { insertMissingTasks, writeMissingMessages } from "./missing-rows.ts";
import { failNeverStartedTasks } from "./never-started.ts";
import { failOverdueJobs } from "./overdue-jobs.ts";
import { createRule, type Rule, type RuleDeps, type RulePass } from "./rule.ts";
import { moveStalledJobs } from "./stalled-jobs.ts";
import { realignStrayDomainsInTurn } from "./stray-domains.ts";
import {
  forgetOldWebhookEvents,
  redispatchLostDeliveries,
  releaseStalledDeliveries,
  rescueExpiredDeliveries,
  writeMissingDeliveryMessages,
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

/**
 * Finds what is late and puts it right, round the clock. Every process that has a relay runs one; the
 * rows' locks make any number of them as good as one, and one pass at a time does for all.
 */
export function createReconciler(
  deps: { db: Db; broker: AskedBroker } & ReconcilerOptions & RuleDeps,
): Reconciler {
  const { db, logger, everyMs } = deps;
  const rules = listRules(deps);
  let closed = false;

  async function run(): Promise<void> {
    // Another process has just been through.
    if (!(await claimLoop(db, "reconciler", 0.8 * everyMs))) return;
    let failures = 0;
    let findings = 0;
    for (const rule of rules) {
      if (closed) return;
      const applied = await rule.apply();
      failures += applied.failures;
      findings += applied.findings;
    }
    if (failures === 0) await recordLoop(db, "reconciler", { findings });
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

/** In the order in which one may make work for the next. */
function listRules(
  deps: { db: Db; broker: AskedBroker } & ReconcilerOptions & RuleDeps,
): readonly Rule[] {
  const { db, startByMs, unansweredMs, keepEventsMs } = deps;
  const broker = withAnswerTime(deps.broker);
  const rules: Record<string, RulePass> = {
    "lost broker": () => redispatchAfterLoss(db, broker),
    "missing tasks": (failed) => insertMissingTasks(db, failed),
    "missing messages": () => writeMissingMessages(db),
    "expired leases": (failed) => rescueExpiredTasks(db, failed),
    "overdue jobs": (failed) => failOverdueJobs(db, failed),
    "never started": (failed) => failNeverStartedTasks(db, startByMs, failed),
    "lost doorbells": (failed) => redispatchLostTasks(db, broker, unansweredMs, failed),
    "stalled jobs": (failed) => moveStalledJobs(db, failed),
    "stray domains": (failed) => realignStrayDomainsInTurn(db, failed),
    "missing messages of webhooks": () => writeMissingDeliveryMessages(db),
    "stalled webhooks": () => releaseStalledDeliveries(db),
    "expired leases of webhooks": (failed) => rescueExpiredDeliveries(db, failed),
    "lost doorbells of webhooks": (failed) =>
      redispatchLostDeliveries(db, broker, unansweredMs, failed),
    "old events of webhooks": () => forgetOldWebhookEvents(db, keepEventsMs),
  };
  return Object.entries(rules).map(([name, pass]) => createRule(name, pass, deps));
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
