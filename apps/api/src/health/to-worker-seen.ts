import type { WorkerSeen } from "@sitemap-scanner/contracts";
import type { WorkerView } from "@sitemap-scanner/database";
import { isAlive } from "./live-worker.ts";

/** @param silenceMs a worker that was silent for longer counts as gone */
export function toWorkerSeen(worker: WorkerView, silenceMs: number): WorkerSeen {
  return {
    id: worker.id,
    host: worker.host,
    pid: worker.pid,
    version: worker.version,
    last_seen_at: worker.last_seen_at.toISOString(),
    alive: isAlive(worker, silenceMs),
    current_tasks: worker.current_tasks.length,
  };
}
