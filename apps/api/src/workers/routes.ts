import { OPERATIONS, type WorkerList } from "@sitemap-scanner/contracts";
import { listRecentWorkers, listTasksOfWorkers, type Db } from "@sitemap-scanner/database";
import { Router } from "express";
import { serve } from "../http/serve.ts";
import { toWorker } from "./to-worker.ts";

/** More would only fill the answer. */
const WORKERS = 500;
const TASKS = 5_000;

/** Who does the work, and what they are at. */
export function workerRoutes(options: { db: Db; workerSilenceMs: number }): Router {
  const { db, workerSilenceMs } = options;
  const router = Router();

  serve(router, OPERATIONS.listWorkers, async (_input, res) => {
    const workers = await listRecentWorkers(db, WORKERS);
    const ids = workers.map(({ id }) => id);
    const tasks = Map.groupBy(await listTasksOfWorkers(db, ids, TASKS), (task) => task.worker_id);
    const shown = workers.map((one) => toWorker(one, tasks.get(one.id) ?? [], workerSilenceMs));
    const data = [...shown.filter(({ alive }) => alive), ...shown.filter(({ alive }) => !alive)];
    res.json({ data } satisfies WorkerList);
  });

  return router;
}
