import type { Db } from "@sitemap-scanner/database";
import type { Metrics } from "@sitemap-scanner/runtime";
import { createExplainJob, type ExplainJob } from "./explain/explain-job.ts";
import { readBroker, type AskedBroker, type BrokerState } from "./health/read-broker.ts";
import { createReadHealth, type ReadHealth } from "./health/read-health.ts";
import { createViolationCheck } from "./health/violation-check.ts";
import type { HealthLimits } from "./health/words-on-health.ts";
import { createReadSnapshot, type Snapshot } from "./metrics/read-snapshot.ts";

/** How things stand, for people, for monitors, and of one job. */
export interface Telling {
  readHealth: ReadHealth;
  explainJob: ExplainJob;
  readSnapshot: () => Promise<Snapshot | undefined>;
  readBroker: () => Promise<BrokerState>;
  ofProcess: Metrics;
  /** Begins the first look for breaches, so that whoever asks first need not wait for all of it. */
  lookAhead: () => void;
  /** Breaks off a look that is under way. */
  close: () => Promise<void>;
}

/** @param metrics of this process */
export function createTelling(deps: {
  db: Db;
  /** For the looks for breaches, which may take longer than a request. */
  background: Db;
  broker: AskedBroker;
  limits: HealthLimits;
  metrics: Metrics;
}): Telling {
  const { db, background, broker, limits, metrics } = deps;
  const { workerSilenceMs } = limits;
  const violations = createViolationCheck(background);
  metrics.gauge(
    "canary_enabled",
    "1 when canaries are to be made, so that their absence means something",
    limits.canaryMs === null ? 0 : 1,
  );
  return {
    readHealth: createReadHealth({ db, broker, violations, limits }),
    explainJob: createExplainJob({ db, broker, workerSilenceMs }),
    readSnapshot: createReadSnapshot({ db, violations, workerSilenceMs }),
    readBroker: () => readBroker(broker),
    ofProcess: metrics,
    lookAhead: () => void violations.read(0),
    close: () => violations.close(),
  };
}
