import { Router, type Response } from "express";
import { ScanRequest, type ScanAccepted } from "@sitemap-scanner/contracts";
import type { Db } from "@sitemap-scanner/database";
import type { CancelScan, RetryScan, SubmitScan } from "@sitemap-scanner/pipeline";
import { readJsonBody } from "../http/json-body.ts";
import { allowOnly } from "../http/methods.ts";
import { parseRequest } from "../http/parse-request.ts";
import { getJob, readJobId } from "./get-job.ts";
import { SCANS_PATH, statusUrl } from "./paths.ts";
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

  router
    .route(`${SCANS_PATH}/scan`)
    .post(...readJsonBody(), async (req, res) => {
      const request = parseRequest(ScanRequest, req.body);
      const { jobId } = await useCases.submitScan(toScanSubmission(request, rules));
      onSubmitted();
      sendAccepted(res, jobId);
    })
    .all(allowOnly("POST"));

  router
    .route(`${SCANS_PATH}/jobs/:job_id/cancel`)
    .post(async (req, res) => {
      await useCases.cancelScan(readJobId(req.params));
      res.json(toJob(await getJob(db, req.params)));
    })
    .all(allowOnly("POST"));

  router
    .route(`${SCANS_PATH}/jobs/:job_id/retry`)
    .post(async (req, res) => {
      const { jobId } = await useCases.retryScan(readJobId(req.params), null);
      onSubmitted();
      sendAccepted(res, jobId);
    })
    .all(allowOnly("POST"));

  return router;
}

function sendAccepted(res: Response, jobId: string): void {
  const accepted: ScanAccepted = { job_id: jobId, status_url: statusUrl(jobId) };
  res.status(202).location(accepted.status_url).json(accepted);
}
