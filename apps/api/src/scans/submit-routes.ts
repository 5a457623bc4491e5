import { OPERATIONS, type ScanAccepted } from "@sitemap-scanner/contracts";
import type { Db } from "@sitemap-scanner/database";
import type { CancelScan, RetryScan, SubmitScan } from "@sitemap-scanner/pipeline";
import { Router } from "express";
import { toRequester } from "../access/principal.ts";
import { keepAnswer, sendKept } from "../http/idempotency.ts";
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
    const submission = toScanSubmission(body, principal, rules);
    const { jobId } = await useCases.submitScan(submission, (tx, id) =>
      keepAnswer(tx, res, toAccepted(id)),
    );
    onSubmitted();
    sendKept(res, toAccepted(jobId));
  });

  serve(router, OPERATIONS.cancelJob, async ({ params }, res) => {
    await useCases.cancelScan(params.job_id);
    const answer = { status: 200, body: toJob(await getJob(db, params.job_id)), location: null };
    await keepAnswer(db, res, answer);
    sendKept(res, answer);
  });

  serve(router, OPERATIONS.retryJob, async ({ params, principal }, res) => {
    const { jobId } = await useCases.retryScan(params.job_id, toRequester(principal), (tx, id) =>
      keepAnswer(tx, res, toAccepted(id)),
    );
    onSubmitted();
    sendKept(res, toAccepted(jobId));
  });

  return router;
}

function toAccepted(jobId: string) {
  const body: ScanAccepted = { job_id: jobId, status_url: statusUrl(jobId) };
  return { status: 202, body, location: body.status_url };
}
