import { AUDIT_EXAMPLES, OPERATIONS, type Audit } from "@sitemap-scanner/contracts";
import { listAuditFindings, listFailuresByOutcome, type Db } from "@sitemap-scanner/database";
import { Router } from "express";
import { serve } from "../http/serve.ts";
import { getJob } from "../scans/get-job.ts";
import { toAuditFindings } from "./to-audit-findings.ts";

/** What is wrong with the sitemaps that a scan read. */
export function auditRoutes({ db }: { db: Db }): Router {
  const router = Router();

  serve(router, OPERATIONS.auditJob, async ({ params }, res) => {
    const job = await getJob(db, params.job_id);
    const [found, failed] = await Promise.all([
      listAuditFindings(db, job.job_id),
      listFailuresByOutcome(db, job.job_id, AUDIT_EXAMPLES),
    ]);
    const audit: Audit = {
      job_id: job.job_id,
      domain: job.domain,
      status: job.status,
      complete: job.finished_at !== null,
      files: job.sitemaps_found,
      pages: job.pages_found,
      findings: toAuditFindings([...found, ...failed]),
    };
    res.json(audit);
  });

  return router;
}
