import {
  claimLoop,
  deleteCanary,
  hasLiveCanary,
  inTransaction,
  listOldCanaries,
  noteCanarySuccess,
  upsertCanaryDomain,
  type Db,
} from "@sitemap-scanner/database";
import { createLoop, withTimeout, type Logger, type Loop } from "@sitemap-scanner/runtime";
import { addJob } from "./add-job.ts";

export interface CanaryOptions {
  /** Between two canaries, in ms. */
  everyMs: number;
  /** The origin of the site that is scanned, as workers reach it. */
  url: string;
}

export type Canary = Loop;

/** The first one is made soon, so that a new version proves itself at once. */
const FIRST_MS = 5_000;
const PASS_MS = 30_000;
/** A canary that nobody has finished by then makes way for another; its age has long told of it. */
const DEADLINE_MS = 10 * 60_000;
const KEPT_MS = 60 * 60_000;
/** Deleted in one pass, at most. One is made at each, so they do not pile up. */
const DELETED_AT_A_TIME = 20;
const MAX_PAGES = 100;

/**
 * Has a site that we serve ourselves scanned, round the clock: what goes the whole way proves that the
 * way is open. Any number of processes may run it: one canary at a time does for all.
 */
export function createCanary(
  deps: {
    db: Db;
    logger: Logger;
    /** Called after a job was added: there is a new message. */
    onSubmitted: () => void;
  } & CanaryOptions,
): Canary {
  const { db, logger, everyMs, url } = deps;

  async function run(): Promise<void> {
    await noteCanarySuccess(db);
    const old = await listOldCanaries(db, { olderThanMs: KEPT_MS, limit: DELETED_AT_A_TIME });
    for (const jobId of old) await inTransaction(db, (tx) => deleteCanary(tx, jobId));
    // Another process may have just sent one, and one that is on its way is not doubled.
    if (!(await claimLoop(db, "canary", 0.8 * everyMs)) || (await hasLiveCanary(db))) return;
    if (await submitCanary(db, url)) deps.onSubmitted();
  }

  return createLoop({
    firstMs: Math.min(FIRST_MS, everyMs),
    everyMs,
    pass: () =>
      withTimeout(run(), PASS_MS, "send the canary").catch((error: unknown) =>
        logger.warn("canary pass failed", { error }),
      ),
  });
}

/** @returns whether it was added: a scan of the same address that a user asked for may be live */
function submitCanary(db: Db, url: string): Promise<boolean> {
  const { host, protocol } = new URL(url);
  return inTransaction(db, async (tx) => {
    const { isNew } = await addJob(tx, {
      domainId: await upsertCanaryDomain(tx, host),
      source: "canary",
      createdBy: null,
      maxPages: MAX_PAGES,
      taskWindow: 1,
      deadlineMs: DEADLINE_MS,
      params: { scheme: protocol === "https:" ? "https" : "http" },
    });
    return isNew;
  });
}
