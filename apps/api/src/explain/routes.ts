import { OPERATIONS } from "@sitemap-scanner/contracts";
import { JobNotFoundError } from "@sitemap-scanner/pipeline";
import { Router } from "express";
import { serve } from "../http/serve.ts";
import type { ExplainJob } from "./explain-job.ts";

export function explainRoutes({ explainJob }: { explainJob: ExplainJob }): Router {
  const router = Router();
  serve(router, OPERATIONS.explainJob, async ({ params }, res) => {
    const explanation = await explainJob(params.job_id);
    if (!explanation) throw new JobNotFoundError(params.job_id);
    res.json(explanation);
  });
  return router;
}
