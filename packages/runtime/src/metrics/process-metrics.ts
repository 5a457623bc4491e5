import { collectDefaultMetrics, Registry } from "prom-client";
import { createMetrics, type Metrics } from "./metrics.ts";

/** Of all that prom-client tells about a process, what somebody who is woken up looks at. */
const KEPT = new Set([
  "nodejs_eventloop_lag_seconds",
  "nodejs_eventloop_lag_mean_seconds",
  "nodejs_eventloop_lag_p99_seconds",
  "nodejs_eventloop_lag_max_seconds",
  "nodejs_heap_size_used_bytes",
  "nodejs_heap_size_total_bytes",
  "nodejs_version_info",
  // The first of the three sets them all.
  "process_cpu_user_seconds_total",
  "process_cpu_system_seconds_total",
  "process_cpu_seconds_total",
  "process_open_fds",
  "process_resident_memory_bytes",
  "process_start_time_seconds",
]);

/** The metrics of this process, with those of its event loop, memory and CPU already in. */
export function createProcessMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const { name } of registry.getMetricsAsArray()) {
    if (!KEPT.has(name)) registry.removeSingleMetric(name);
  }
  return createMetrics(registry);
}
