import type { WorkerView } from "@sitemap-scanner/database";
import { isAlive } from "../health/live-worker.ts";
import { count, duration } from "./words.ts";

/** @param workers last seen first */
export function wordsOnWorkers(workers: readonly WorkerView[], silenceMs: number): string {
  const alive = workers.filter((worker) => isAlive(worker, silenceMs));
  const [last] = workers;
  if (!last) return "No worker has been seen within a day: start one";
  const seen = duration(last.seconds_since_seen * 1_000);
  if (alive.length === 0) return `No worker is alive: "${last.id}" was last seen ${seen} ago`;
  return `${count(alive.length, "worker")} alive, last seen ${seen} ago`;
}
