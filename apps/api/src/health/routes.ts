import { Router } from "express";
import type { Liveness, Readiness } from "@sitemap-scanner/contracts";
import type { Db } from "@sitemap-scanner/database";
import type { Broker } from "@sitemap-scanner/queue";
import { allowOnly } from "../http/methods.ts";
import { sendProblem } from "../http/problem.ts";
import { checkStores } from "./check-stores.ts";
import type { ReadHealth } from "./read-health.ts";

interface HealthRoutesOptions {
  db: Db;
  broker: Pick<Broker, "kind" | "ping">;
  readHealth: ReadHealth;
}

export function healthRoutes({ db, broker, readHealth }: HealthRoutesOptions): Router {
  const router = Router();

  router
    .route("/livez")
    .get((_req, res) => {
      const answer: Liveness = { live: true };
      res.json(answer);
    })
    .all(allowOnly("GET"));

  router
    .route("/readyz")
    .get(async (_req, res) => {
      const stores = await checkStores(db, broker);
      if (!stores.database.ok) {
        return sendProblem(res, "not_ready", { detail: "The database does not answer", stores });
      }
      const answer: Readiness = { ready: true, stores };
      res.json(answer);
    })
    .all(allowOnly("GET"));

  router
    .route("/health")
    .get(async (_req, res) => {
      const health = await readHealth();
      res.status(health.ok ? 200 : 503).json(health);
    })
    .all(allowOnly("GET"));

  return router;
}
