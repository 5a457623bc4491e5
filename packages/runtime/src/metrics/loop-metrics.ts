import type { Metrics } from "./metrics.ts";

const PUBLISH_RESULTS = ["published", "refused", "broker_away"] as const;
const RULES = ["R2", "R3", "R4", "R5", "R6", "R7", "R8"] as const;

/** What relay and reconciler tell, in whichever process they run: hand these to them. */
export interface LoopMetrics {
  onPublish: (result: (typeof PUBLISH_RESULTS)[number], messages: number) => void;
  onFinding: (finding: { rule: (typeof RULES)[number] }) => void;
}

export function createLoopMetrics(metrics: Metrics): LoopMetrics {
  const countFinding = metrics.counterBy(
    "reconciler_findings_total",
    "Late or missing work that the reconciler of this process found and put right, by rule",
    { name: "rule", values: RULES },
  );
  return {
    onPublish: metrics.counterBy(
      "outbox_publishes_total",
      "Messages that the relay of this process brought to the broker, by what became of them",
      { name: "result", values: PUBLISH_RESULTS },
    ),
    onFinding: ({ rule }) => countFinding(rule),
  };
}
