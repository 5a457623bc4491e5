import {
  findLiveJob,
  inTransaction,
  linkLiveJob,
  lockNextQueuedDomain,
  markJob,
  type Db,
  type DomainRow,
  type Tx,
} from "@sitemap-scanner/database";
import { crashPoint } from "@sitemap-scanner/runtime";
import { addJob } from "./add-job.ts";
import { refusalOfDomain, type CheckUrl } from "./intake-refusal.ts";
import type { ScanPolicy } from "./submit-scan.ts";

export interface IntakePolicy extends ScanPolicy {
  defaultMaxPages: number;
  /** Default: every URL may be fetched, and the worker refuses what it must. */
  checkUrl?: CheckUrl;
}

/** What became of one queued domain. */
export interface TakenDomain {
  domain: string;
  jobId: string;
  /** `refused`: it has a job that failed at once, so that its domain says why. */
  became: "job" | "linked" | "refused";
}

/** A queued domain could not be turned into a job, by a fault that is not its own. */
export class DomainNotTakenError extends Error {
  override readonly name = "DomainNotTakenError";
  readonly domainId: string;

  constructor({ id, domain }: DomainRow, options: ErrorOptions) {
    super(`Cannot take domain "${domain}" into work`, options);
    this.domainId = id;
  }
}

/**
 * @param except ids of domains to pass over
 * @returns undefined when no other domain is queued
 * @throws DomainNotTakenError when it is this domain that cannot be taken, maybe
 */
export type TakeQueuedDomain = (except?: readonly string[]) => Promise<TakenDomain | undefined>;

/**
 * The domain intake: the domain that has been `queued` longest becomes a job, or is linked to its
 * live one. No call is needed besides: the insert starts the work, as it does for everybody.
 */
export function createTakeQueuedDomain({
  db,
  ...policy
}: { db: Db } & IntakePolicy): TakeQueuedDomain {
  return async (except = []) => {
    let domain: DomainRow | undefined;
    try {
      const taken = await inTransaction(db, async (tx) => {
        domain = await lockNextQueuedDomain(tx, except);
        return domain && (await take(tx, domain, policy));
      });
      if (taken) crashPoint("intake.committed");
      return taken;
    } catch (error) {
      throw domain ? new DomainNotTakenError(domain, { cause: error }) : error;
    }
  };
}

async function take(tx: Tx, { id, domain }: DomainRow, policy: IntakePolicy): Promise<TakenDomain> {
  // Looked for before the insert, which would wait for a scan that is ending, and that one for us.
  const live = await findLiveJob(tx, id);
  if (live) {
    await linkLiveJob(tx, id, live.job_id);
    return { domain, jobId: live.job_id, became: "linked" };
  }
  const { jobId, isNew } = await addJob(tx, {
    domainId: id,
    source: "intake",
    createdBy: null,
    maxPages: policy.defaultMaxPages,
    taskWindow: policy.window,
    deadlineMs: policy.deadlineMs,
    params: {},
  });
  if (!isNew) {
    await linkLiveJob(tx, id, jobId);
    return { domain, jobId, became: "linked" };
  }
  const refusal = policy.checkUrl ? refusalOfDomain(domain, policy.checkUrl) : null;
  if (!refusal) return { domain, jobId, became: "job" };
  await markJob(tx, jobId, { status: "failed", error: refusal });
  return { domain, jobId, became: "refused" };
}
