import {
  inTransaction,
  linkLiveJob,
  lockNextQueuedDomain,
  type Db,
} from "@sitemap-scanner/database";
import { addJob } from "./add-job.ts";
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
      const { jobId, isNew } = await addJob(tx, {
        domainId: domain.id,
        source: "intake",
        createdBy: null,
        maxPages: policy.defaultMaxPages,
        taskWindow: policy.window,
        deadlineMs: policy.deadlineMs,
        params: {},
      });
      if (!isNew) await linkLiveJob(tx, domain.id, jobId);
      return { domain: domain.domain, jobId };
    });
  return take;
}
