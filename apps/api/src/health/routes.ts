import { OPERATIONS, type Liveness, type Readiness } from "@sitemap-scanner/contracts";
import type { Db } from "@sitemap-scanner/database";
import type { Broker } from "@sitemap-scanner/queue";
import { Router } from "express";
import { sendProblem } from "../http/problem.ts";
import { serve } from "../http/serve.ts";
import { checkStores } from "./check-stores.ts";
import type { ReadHealth } from "./read-health.ts";

interface HealthRoutesOptions {
  db: Db;
  broker: Pick<Broker, "kind" | "ping">;
  readHealth: ReadHealth;
}

export function healthRoutes({ db, broker, readHealth }: HealthRoutesOptions): Router {
  const router = Router();

  serve(router, OPERATIONS.getLiveness, (_input, res) => {
    const answer: Liveness = { live: true };
    res.json(answer);
  });

  serve(router, OPERATIONS.getReadiness, async (_input, res) => {
    const stores = await checkStores(db, broker);
    if (!stores.database.ok) {
      return sendProblem(res, "not_ready", { detail: "The database does not answer", stores });
    }
    const answer: Readiness = { ready: true, stores };
    res.json(answer);
  });

  serve(router, OPERATIONS.getHealth, async (_input, res) => {
    const health = await readHealth();
    res.status(health.ok ? 200 : 503).json(health);
  });

  return router;
}
