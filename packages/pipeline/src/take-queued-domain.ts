import {
  findLiveJob,
  insertJob,
  inTransaction,
  linkLiveJob,
  lockNextQueuedDomain,
  type Db,
} from "@sitemap-scanner/database";
import { v7 as uuidv7 } from "uuid";
import type { ScanPolicy } from "./submit-scan.ts";

export interface IntakePolicy extends ScanPolicy {
  defaultMaxPages: number;
}

/** What became of one queued domain; `undefined` when none was queued. */
export type TakeQueuedDomain = () => Promise<{ domain: string; jobId: string } | undefined>;

/**
 * The domain intake: the domain that has been `queued` longest becomes a job, or is linked to its
 * live one. No call is needed besides: the insert starts the work, as it does for everybody.
 */
export function createTakeQueuedDomain({ db, ...policy }: { db: Db } & IntakePolicy) {
  const take: TakeQueuedDomain = () =>
    inTransaction(db, async (tx) => {
      const domain = await lockNextQueuedDomain(tx);
      if (!domain) return undefined;
      const job = await insertJob(tx, {
        jobId: uuidv7(),
        domainId: domain.id,
        source: "intake",
        createdBy: null,
        maxPages: policy.defaultMaxPages,
        taskWindow: policy.window,
        deadlineMs: policy.deadlineMs,
        params: {},
      });
      if (job) return { domain: domain.domain, jobId: job.job_id };
      const live = await findLiveJob(tx, domain.id);
      if (!live) return undefined;
      await linkLiveJob(tx, domain.id, live.job_id);
      return { domain: domain.domain, jobId: live.job_id };
    });
  return take;
}
