import { must } from "@sitemap-scanner/runtime";
import { Breaches, type Breach } from "../breaches.ts";
import { checkHistory } from "../checks/check-history.ts";
import { checkCounters, checkSoundSites } from "../checks/check-pages.ts";
import { checkPromises, checkRest } from "../checks/check-promises.ts";
import { drain } from "../drain.ts";
import { startLoad, type Load } from "../load.ts";
import { createRandom, type Random } from "../random.ts";
import { startSites, type ChaosSite, type SiteKind } from "../sites.ts";
import { startStack, type Stack } from "../stack.ts";
import { DEFAULT_CLOCKS } from "../times.ts";
import { measureFlushedBroker } from "./flushed-broker.ts";
import { measureRecovery } from "./measure.ts";
import type { RecoveryOptions } from "./options.ts";
import { FLUSHED_BROKER, SCENARIOS, type Scenario } from "./scenarios.ts";

/** A fault, and how long each recovery from it took. */
export interface Measured {
  scenario: Pick<Scenario, "name" | "boundSeconds">;
  seconds: number[];
}

export interface RecoveryReport {
  measured: Measured[];
  breaches: Breach[];
}

const SEED = 7;
/** Read in a moment and a half, so that the length of a scan is not what is measured. */
const KINDS: SiteKind[] = ["one_file", "compressed", "paced"];
const SITES = 60;
const LOAD = { rate: 2, mostLive: 30 };
const DRAIN_MS = 120_000;

/**
 * Every fault alone, one after the other, on one back end, and a close look at the end.
 *
 * @param onMeasured told of each fault as soon as it is measured
 */
export async function measureRecoveries(
  options: RecoveryOptions,
  onMeasured: (measured: Measured) => void,
): Promise<RecoveryReport> {
  const random = createRandom(SEED);
  const sites = await startSites(SITES, random.fork("sites"), KINDS);
  const breaches = new Breaches();
  try {
    const stack = await startStack({
      ...options,
      clocks: DEFAULT_CLOCKS,
      mutant: undefined,
      apis: 1,
      workers: 2,
    });
    try {
      const measured = await measureAll(options, { stack, sites, random, breaches, onMeasured });
      return { measured, breaches: breaches.list };
    } finally {
      await stack.close();
    }
  } finally {
    await Promise.all(sites.map(({ site }) => site.close()));
  }
}

interface Deps {
  stack: Stack;
  sites: readonly ChaosSite[];
  random: Random;
  breaches: Breaches;
  onMeasured: (measured: Measured) => void;
}

async function measureAll(options: RecoveryOptions, deps: Deps): Promise<Measured[]> {
  const { stack, random, breaches, onMeasured } = deps;
  const { backend, faults, repetitions } = options;
  const probe = must(
    deps.sites.find(({ kind }) => kind === "one_file"),
    "there is one of each kind",
  );
  const sites = deps.sites.filter((site) => site !== probe);
  const load = startLoad({ stack, sites, random: random.fork("load"), ...LOAD });
  const scene = { stack, load, random: random.fork("faults") };
  const measured: Measured[] = [];
  const note = (one: Measured) => {
    measured.push(one);
    onMeasured(one);
  };
  for (const scenario of SCENARIOS) {
    if (!faults.includes(scenario.fault) || (scenario.on ?? backend) !== backend) continue;
    const seconds: number[] = [];
    while (seconds.length < repetitions)
      seconds.push((await measureRecovery(scenario, scene, { probe, breaches })) / 1_000);
    note({ scenario, seconds });
  }
  await load.stop();
  await drain(stack.postgres, DRAIN_MS);
  if (backend === "redis" && faults.includes("redis_flushall")) {
    const took = await measureFlushedBroker(scene, repetitions);
    note({ scenario: FLUSHED_BROKER, seconds: took.map((ms) => ms / 1_000) });
  }
  await check(load, deps);
  return measured;
}

async function check(load: Load, { stack, sites, breaches }: Deps): Promise<void> {
  const { postgres } = stack;
  await checkRest(postgres, breaches);
  await checkPromises(postgres, load.ledger, { breaches, leaseMs: DEFAULT_CLOCKS.leaseMs });
  await checkCounters(postgres, breaches);
  await checkHistory(postgres, breaches);
  await checkSoundSites(postgres, sites, breaches);
}
