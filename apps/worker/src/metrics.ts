import { OUTCOMES, type Outcome, type TaskKind } from "@sitemap-scanner/contracts";
import type { Metrics } from "@sitemap-scanner/runtime";
import type { TaskRunner } from "./task-runner.ts";

const KINDS: readonly TaskKind[] = ["discover", "sitemap"];

/** From a small file of a quick site to the deadline of a task, in seconds. */
const TASK_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180, 900];

const DELIVERY_RESULTS = ["delivered", "failed"] as const;

/** What a worker counts of its own work. */
export interface WorkerMetrics {
  onStale: () => void;
  onHung: () => void;
  onLeaseLost: () => void;
  onPagesWritten: (pages: number) => void;
  onFetch: (outcome: Outcome) => void;
  onBytes: (bytes: number) => void;
  onTask: (kind: TaskKind, seconds: number) => void;
  onDelivery: (result: (typeof DELIVERY_RESULTS)[number]) => void;
}

export function createWorkerMetrics(metrics: Metrics): WorkerMetrics {
  return {
    onStale: metrics.counter(
      "stale_doorbells_total",
      "Doorbells that were out of date and forgotten",
    ),
    onHung: metrics.counter(
      "hung_tasks_total",
      "Tasks that did not let go when told, each a lost slot",
    ),
    onLeaseLost: metrics.counter(
      "leases_lost_total",
      "Tasks let go because another worker has them or nobody needs them any more, cancelled ones included",
    ),
    onPagesWritten: metrics.counter(
      "pages_written_total",
      "Pages written, those known before included",
    ),
    onFetch: metrics.counterBy(
      "fetches_total",
      "Fetches from the web by outcome; those of robots.txt and guesses count, canaries do not",
      { name: "outcome", values: Object.keys(OUTCOMES).filter(isOutcome) },
    ),
    onBytes: metrics.counter("fetched_bytes_total", "Bytes of bodies as received from the web"),
    onTask: metrics.durationBy(
      "task_duration_seconds",
      "What tasks took from their claim to their end, by kind; one that hangs is not in it",
      { name: "kind", values: KINDS },
      TASK_BUCKETS,
    ),
    onDelivery: metrics.counterBy(
      "webhook_attempts_total",
      "Attempts to deliver a webhook, by what became of them",
      { name: "result", values: DELIVERY_RESULTS },
    ),
  };
}

function isOutcome(name: string): name is Outcome {
  return name in OUTCOMES;
}

/** The same runner, each of its runs timed, however it ends. */
export function timeRuns(runner: TaskRunner, onEnd: (seconds: number) => void): TaskRunner {
  return {
    async run(task, signal) {
      const startedAt = performance.now();
      try {
        await runner.run(task, signal);
      } finally {
        onEnd((performance.now() - startedAt) / 1_000);
      }
    },
    fail: (task, error) => runner.fail(task, error),
  };
}
