import { OPERATIONS } from "@sitemap-scanner/contracts";
import { METRICS_CONTENT_TYPE, type Metrics } from "@sitemap-scanner/runtime";
import { Router } from "express";
import type { BrokerState } from "../health/read-broker.ts";
import { serve } from "../http/serve.ts";
import { toBrokerMetrics } from "./broker-metrics.ts";
import { toDatabaseMetrics } from "./database-metrics.ts";
import type { Snapshot } from "./read-snapshot.ts";

/** Those of this process, then what database and broker say of the whole system. */
export function metricsRoutes(options: {
  ofProcess: Metrics;
  readSnapshot: () => Promise<Snapshot | undefined>;
  readBroker: () => Promise<BrokerState>;
}): Router {
  const router = Router();
  serve(router, OPERATIONS.getMetrics, async (_input, res) => {
    const [snapshot, broker] = await Promise.all([options.readSnapshot(), options.readBroker()]);
    const texts = await Promise.all([
      options.ofProcess.expose(),
      toDatabaseMetrics(snapshot).expose(),
      toBrokerMetrics(broker).expose(),
    ]);
    res.type(METRICS_CONTENT_TYPE).send(texts.join("\n"));
  });
  return router;
}
