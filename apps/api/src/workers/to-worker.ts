import type { Worker } from "@sitemap-scanner/contracts";
import type { WorkerDetailView, WorkerTaskView } from "@sitemap-scanner/database";
import { toWorkerSeen } from "../health/to-worker-seen.ts";

export function toWorker(
  worker: WorkerDetailView,
  tasks: readonly WorkerTaskView[],
  silenceMs: number,
): Worker {
  const seen = toWorkerSeen(worker, silenceMs);
  return {
    ...seen,
    alive: seen.alive && worker.stopped_at === null,
    started_at: worker.started_at.toISOString(),
    stopped_at: worker.stopped_at?.toISOString() ?? null,
    tasks: tasks.map(toTask),
  };
}

function toTask(task: WorkerTaskView): Worker["tasks"][number] {
  return {
    task_id: task.id,
    job_id: task.job_id,
    domain: task.domain,
    kind: task.kind,
    url: task.url,
    started_at: task.started_at?.toISOString() ?? null,
    lease_until: task.lease_until?.toISOString() ?? null,
  };
}
