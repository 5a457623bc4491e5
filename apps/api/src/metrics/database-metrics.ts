import type { LoopName } from "@sitemap-scanner/database";
import { createMetrics, type Metrics } from "@sitemap-scanner/runtime";
import type { Snapshot } from "./read-snapshot.ts";

const LOOPS: readonly LoopName[] = ["relay", "reconciler", "intake", "canary", "retention"];

/** Every code of the view `invariant_violations`; a test compares. */
export const VIOLATION_CODES = [
  "complete_without_reading",
  "counters_differ",
  "delivery_late",
  "domain_not_taken",
  "domain_status_differs",
  "held_with_room",
  "job_past_deadline",
  "job_without_open_task",
  "lease_expired",
  "message_refused",
  "message_unpublished",
  "open_task_of_finished_job",
  "pending_without_message",
  "task_not_started",
  "window_exceeded",
] as const;

/**
 * The snapshot as metrics, made anew for each scrape: a database that does not answer leaves nothing
 * behind but `database_up 0`.
 */
export function toDatabaseMetrics(snapshot: Snapshot | undefined): Metrics {
  const metrics = createMetrics();
  metrics.gauge(
    "database_up",
    "1 when the database answered in time; all else that it tells is absent when it did not",
    snapshot ? 1 : 0,
  );
  if (!snapshot) return metrics;
  addJobs(metrics, snapshot);
  addFlow(metrics, snapshot);
  addLoops(metrics, snapshot);
  addWebhooks(metrics, snapshot);
  addViolations(metrics, snapshot);
  return metrics;
}

function addJobs(metrics: Metrics, { liveJobs, endedJobs }: Snapshot): void {
  const live = new Map(liveJobs.map((jobs) => [jobs.status, jobs]));
  metrics.gaugeBy(
    "jobs",
    "Scans by status, canaries left out; those that have ended are estimated in a big table",
    { name: "status", values: ["pending", "running", "complete", "failed", "cancelled"] as const },
    (status) =>
      status === "pending" || status === "running"
        ? (live.get(status)?.amount ?? 0)
        : endedJobs[status],
  );
  metrics.gaugeBy(
    "oldest_job_age_seconds",
    "Since the oldest pending scan was created, and the longest running one started; 0 when there is none",
    { name: "status", values: ["pending", "running"] as const },
    (status) => live.get(status)?.oldest_seconds ?? 0,
  );
}

function addFlow(metrics: Metrics, { flow, workersAlive }: Snapshot): void {
  metrics.gauge(
    "outbox_unpublished_messages",
    "Messages that are due and not yet at the broker",
    flow.due,
  );
  metrics.gauge(
    "outbox_oldest_unpublished_age_seconds",
    "How long the first of the due and unpublished messages has been due; 0 when there is none",
    flow.oldest_due_seconds ?? 0,
  );
  metrics.gauge(
    "outbox_published_unstarted_messages",
    "Messages at the broker that no worker has started",
    flow.published,
  );
  metrics.gauge(
    "outbox_oldest_published_unstarted_age_seconds",
    "Since the first of the published and unstarted messages was published; 0 when there is none",
    flow.oldest_published_seconds ?? 0,
  );
  metrics.gauge(
    "broker_window_messages",
    "Published and unstarted messages, at most; absent before the first relay ran",
    flow.window,
  );
  metrics.gauge("domains_queued", "Domains that wait for the intake", flow.queued_domains);
  metrics.gauge("workers_alive", "Workers that were heard lately", workersAlive);
}

function addLoops(metrics: Metrics, { loops, canary }: Snapshot): void {
  const silences = new Map(loops.map((loop) => [loop.name, loop.seconds_since_success]));
  metrics.gaugeBy(
    "loop_last_success_age_seconds",
    "Since a background loop last succeeded in any process; absent when it never has",
    { name: "loop", values: LOOPS },
    (name) => silences.get(name) ?? null,
  );
  metrics.gauge(
    "canary_age_seconds",
    "Since the last canary came through; absent when none ever did",
    canary.age_seconds,
  );
  metrics.gauge(
    "canary_latency_seconds",
    "What the last canary that came through took from its creation to its end",
    canary.latency_seconds,
  );
}

function addWebhooks(metrics: Metrics, { webhooks }: Snapshot): void {
  metrics.gaugeBy(
    "webhook_deliveries",
    "Deliveries of webhooks that wait for their next attempt or for their endpoint, and those given up within a day",
    { name: "status", values: ["pending", "held", "failed"] as const },
    (status) => webhooks[status],
  );
  metrics.gauge(
    "webhook_oldest_due_age_seconds",
    "How long the first of the deliveries that are due has been due; 0 when there is none",
    webhooks.oldest_due_seconds ?? 0,
  );
  metrics.gauge(
    "webhook_endpoints_disabled",
    "Endpoints that were disabled because they failed or are gone",
    webhooks.disabled,
  );
}

function addViolations(metrics: Metrics, { violations }: Snapshot): void {
  const amounts = new Map<string, number>();
  for (const { code } of violations ?? []) amounts.set(code, (amounts.get(code) ?? 0) + 1);
  metrics.gaugeBy(
    "invariant_violations",
    "Breaches of the promises by code, 1,000 in all at most; absent while they cannot be looked for",
    { name: "code", values: VIOLATION_CODES },
    (code) => (violations ? (amounts.get(code) ?? 0) : null),
  );
}
