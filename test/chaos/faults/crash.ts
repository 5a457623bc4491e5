import { CRASH_POINTS } from "@sitemap-scanner/runtime";
import type { Random } from "../random.ts";
import type { Supervised } from "../supervisor.ts";
import type { End } from "./fault.ts";

/**
 * Starts a process anew with one of its crash points armed: it dies where it passes that, as often as
 * it is started, until the fault is over.
 */
export function crashSomewhere(
  process: Supervised,
  random: Random,
  owners: readonly string[],
): End {
  const points = CRASH_POINTS.filter((point) =>
    owners.some((owner) => point.startsWith(`${owner}.`)),
  );
  process.restartWith({ CRASH_POINT: random.pick(points) });
  return () => process.restartWith({});
}
