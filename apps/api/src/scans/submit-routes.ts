import { Router, type Response } from "express";
import { OPERATIONS, type ScanAccepted } from "@sitemap-scanner/contracts";
import type { Db } from "@sitemap-scanner/database";
import type { CancelScan, RetryScan, SubmitScan } from "@sitemap-scanner/pipeline";
import { serve } from "../http/serve.ts";
import { getJob } from "./get-job.ts";
import { statusUrl } from "./paths.ts";
import { toScanSubmission, type ScanRules } from "./to-scan-submission.ts";
import { toJob } from "./to-job.ts";

export interface SubmitRoutesOptions {
  db: Db;
  rules: ScanRules;
  useCases: { submitScan: SubmitScan; cancelScan: CancelScan; retryScan: RetryScan };
  /** Told when a job was committed; nobody waits for what it does. */
  onSubmitted: () => void;
}

/** What changes something: a scan is asked for, cancelled, or asked for again. */
export function submitRoutes({ db, rules, useCases, onSubmitted }: SubmitRoutesOptions): Router {
  const router = Router();

  serve(router, OPERATIONS.submitScan, async ({ body, principal }, res) => {
    const { jobId } = await useCases.submitScan(toScanSubmission(body, principal, rules));
    onSubmitted();
    sendAccepted(res, jobId);
  });

  serve(router, OPERATIONS.cancelJob, async ({ params }, res) => {
    await useCases.cancelScan(params.job_id);
    res.json(toJob(await getJob(db, params.job_id)));
  });

  serve(router, OPERATIONS.retryJob, async ({ params, principal }, res) => {
    const { jobId } = await useCases.retryScan(params.job_id, principal.owner);
    onSubmitted();
    sendAccepted(res, jobId);
  });

  return router;
}

function sendAccepted(res: Response, jobId: string): void {
  const accepted: ScanAccepted = { job_id: jobId, status_url: statusUrl(jobId) };
  res.status(202).location(accepted.status_url).json(accepted);
}
