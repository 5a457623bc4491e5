import type { Health } from "@sitemap-scanner/contracts";
import { counted, span } from "../../parts/format.ts";

/** Workers, what waits, and the canary, in one sentence. */
export function healthInWords({
  workers,
  oldest_pending_seconds: waits,
  canary,
}: Pick<Health, "workers" | "oldest_pending_seconds" | "canary">): string {
  const alive = workers.filter((worker) => worker.alive).length;
  return [
    alive === 0
      ? "No worker is alive"
      : `${counted(alive, "worker")} ${alive === 1 ? "is" : "are"} alive`,
    waits === null ? "nothing waits" : `the oldest scan that waits has done so for ${span(waits)}`,
    canaryInWords(canary),
  ].join(", ");
}

function canaryInWords(canary: Health["canary"]): string {
  if (canary === null) return "and of the canary nothing is known.";
  if (canary.age_seconds === null) return "and no canary came through yet.";
  return `and the last canary came through ${span(canary.age_seconds)} ago.`;
}
