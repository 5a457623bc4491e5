import { setTimeout as delay } from "node:timers/promises";
import { Breaches } from "./breaches.ts";
import { checkHistory } from "./checks/check-history.ts";
import { checkCounters, checkSoundSites } from "./checks/check-pages.ts";
import { checkPromises, checkRest } from "./checks/check-promises.ts";
import { conduct } from "./conduct.ts";
import { drain } from "./drain.ts";
import { startLoad } from "./load.ts";
import type { ChaosOptions } from "./options.ts";
import { planFaults } from "./plan.ts";
import { createRandom } from "./random.ts";
import { startRecoveryClocks } from "./recovery.ts";
import { toReport, type Outcomes, type Report } from "./report.ts";
import type { PostgresServer } from "./servers.ts";
import { startSites, type ChaosSite } from "./sites.ts";
import { startStack, type Stack } from "./stack.ts";
import { FAST_CLOCKS } from "./times.ts";
import { startWatch } from "./watch.ts";

const SITES = 400;

/** One run: starts everything, breaks it for a while, waits until it has recovered, and looks closely. */
export async function runChaos(options: ChaosOptions): Promise<Report> {
  const sites = await startSites(SITES, createRandom(options.seed).fork("sites"));
  try {
    const stack = await startStack({ ...options, clocks: FAST_CLOCKS });
    try {
      return await breakAndCheck(options, stack, sites);
    } finally {
      await stack.close();
    }
  } finally {
    await Promise.all(sites.map(({ site }) => site.close()));
  }
}

async function breakAndCheck(
  options: ChaosOptions,
  stack: Stack,
  sites: readonly ChaosSite[],
): Promise<Report> {
  const { seed, seconds, rate, live: mostLive } = options;
  const { postgres } = stack;
  const breaches = new Breaches();
  const load = startLoad({ stack, sites, random: createRandom(seed).fork("load"), rate, mostLive });
  const watch = startWatch({ stack, breaches });
  const budgetMs = options.recoverySeconds * 1_000;
  const clocks = startRecoveryClocks({ postgres, breaches, budgetMs });

  const over = delay(seconds * 1_000);
  const plan = planFaults({
    seed,
    seconds,
    kinds: options.faults,
    pauseMs: options.pauseSeconds === null ? null : options.pauseSeconds * 1_000,
  });
  const happened = await conduct(plan, { stack, load, seconds, listener: clocks });
  await over;
  await load.stop();
  const drainedMs = await drain(postgres, options.drainSeconds * 1_000);
  await clocks.settle(1_000);
  await watch.stop();
  const recoveries = await clocks.stop();

  const { ledger } = load;
  const stuck = await checkRest(postgres, breaches);
  await checkPromises(postgres, ledger, { breaches, leaseMs: FAST_CLOCKS.leaseMs });
  await checkCounters(postgres, breaches);
  await checkHistory(postgres, breaches);
  const shortfalls = await checkSoundSites(postgres, sites, breaches);
  const outcomes = await countOutcomes(postgres, sites);
  const lives = [...stack.apis, ...stack.workers].flatMap((process) => process.lives);
  return toReport({
    options,
    ledger,
    happened,
    recoveries,
    breaches,
    watch,
    stuck,
    drainedMs,
    shortfalls,
    outcomes,
    lives,
  });
}

/** How the scans of each kind of site ended, and how many. */
async function countOutcomes(
  postgres: PostgresServer,
  sites: readonly ChaosSite[],
): Promise<Outcomes> {
  const rows = await postgres.query<{ domain: string; outcome: string }>(
    `select domain, concat_ws(': ', status, error ->> 'code') as outcome
     from jobs j join domains d on d.id = j.domain_id order by 2`,
  );
  const kinds = new Map(sites.map(({ site, kind }) => [site.domain, kind]));
  const outcomes: Outcomes = {};
  for (const { domain, outcome } of rows) {
    const ofKind = (outcomes[kinds.get(domain) ?? "another"] ??= {});
    ofKind[outcome] = (ofKind[outcome] ?? 0) + 1;
  }
  return outcomes;
}
