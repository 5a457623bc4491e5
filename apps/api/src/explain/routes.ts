import { Router } from "express";
import { JobNotFoundError } from "@sitemap-scanner/pipeline";
import { allowOnly } from "../http/methods.ts";
import { readJobId } from "../scans/get-job.ts";
import { SCANS_PATH } from "../scans/paths.ts";
import type { ExplainJob } from "./explain-job.ts";

export function explainRoutes({ explainJob }: { explainJob: ExplainJob }): Router {
  const router = Router();
  router
    .route(`${SCANS_PATH}/jobs/:job_id/explain`)
    .get(async (req, res) => {
      const jobId = readJobId(req.params);
      const explanation = await explainJob(jobId);
      if (!explanation) throw new JobNotFoundError(jobId);
      res.json(explanation);
    })
    .all(allowOnly("GET"));
  return router;
}
