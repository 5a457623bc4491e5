import { setTimeout as delay } from "node:timers/promises";
import { waitFor } from "@sitemap-scanner/testkit";
import type { Breaches } from "../breaches.ts";
import { FAULTS } from "../faults/index.ts";
import type { Scene } from "../faults/fault.ts";
import { startRecoveryClocks } from "../recovery.ts";
import type { ChaosSite } from "../sites.ts";
import type { Stack } from "../stack.ts";
import { scanAsSoonAsPossible } from "./probe.ts";
import type { Scenario } from "./scenarios.ts";

/** Longer than any bound: how late it is shall be known too. */
const BUDGET_MS = 120_000;

/**
 * Lets a fault happen once. All is as usual again when every job that had work due has moved, and a scan
 * that is asked for from then on is complete.
 *
 * @param probe a site that nobody scans
 * @returns how long that took, in ms
 */
export async function measureRecovery(
  { fault, lastsSeconds, countsFrom }: Scenario,
  scene: Scene,
  { probe, breaches }: { probe: ChaosSite; breaches: Breaches },
): Promise<number> {
  const { stack } = scene;
  await untilAtWork(stack);
  const clocks = startRecoveryClocks({ postgres: stack.postgres, breaches, budgetMs: BUDGET_MS });
  clocks.began(fault);
  const end = await FAULTS[fault].begin(scene);
  const lasting = delay(lastsSeconds * 1_000).then(() => end?.());
  if (countsFrom === "end") await lasting;
  clocks.ended(fault);
  const from = performance.now();
  await scanAsSoonAsPossible(stack, probe);
  const probeMs = performance.now() - from;
  await clocks.settle(BUDGET_MS);
  await lasting;
  const recoveries = await clocks.stop();
  return Math.max(probeMs, ...recoveries.map(({ ms }) => ms));
}

/** Every process is up, and there is something to lose: a task that has begun. */
async function untilAtWork({ apis, workers, postgres }: Stack): Promise<void> {
  await waitFor(() => [...apis, ...workers].every(({ isReady }) => isReady), {
    what: "every process to be up",
    timeoutMs: 60_000,
  });
  const running = () => postgres.query("select from tasks where status = 'running' limit 1");
  await waitFor(async () => (await running()).length > 0, {
    what: "a task to be running",
    timeoutMs: 60_000,
  });
}
