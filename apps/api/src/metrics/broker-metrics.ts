import { BROKER_FAULTS } from "@sitemap-scanner/queue";
import { createMetrics, type Metrics } from "@sitemap-scanner/runtime";
import type { BrokerState } from "../health/read-broker.ts";

/** What the broker says of itself, made anew for each scrape. */
export function toBrokerMetrics({ paused, faults }: BrokerState): Metrics {
  const metrics = createMetrics();
  const answers = paused !== null;
  metrics.gauge("broker_up", "1 when the broker answered in time", answers ? 1 : 0);
  metrics.gaugeBy(
    "broker_fault",
    "1 when the broker answers and takes nothing, or may forget what it holds; absent while it is away",
    { name: "fault", values: BROKER_FAULTS },
    (code) => {
      if (!answers) return null;
      return faults.some((fault) => fault.code === code) ? 1 : 0;
    },
  );
  return metrics;
}
