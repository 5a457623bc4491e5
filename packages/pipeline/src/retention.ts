import {
  boundStatements,
  claimLoop,
  deleteOldAuditEvents,
  deleteOldPages,
  deleteOldWorkers,
  deleteScan,
  inTransaction,
  listOldScans,
  recordLoop,
  type Db,
  type OldScan,
} from "@sitemap-scanner/database";
import { createLoop, type Logger, type Loop } from "@sitemap-scanner/runtime";

export interface RetentionOptions {
  /** How long what is over is kept, in ms; null: for ever. */
  keepMs: number | null;
}

export type Retention = Loop;

const DAY_MS = 86_400_000;
const FIRST_MS = 60_000;
const EVERY_MS = 3_600_000;
/** A worker that dies at each start leaves a row each time. */
const KEEP_WORKERS_MS = 30 * DAY_MS;
/** Scans that are looked for at a time. */
const SCANS = 20;
/** Rows that one statement deletes. */
const ROWS = 5_000;
/** A scan of 50,000 files has as many tasks, and three events of each. */
const STATEMENT_MS = 300_000;

/** What one pass has deleted. */
export interface Forgotten {
  scans: number;
  pages: number;
  auditEvents: number;
  workers: number;
}

/**
 * Deletes what has been over for so long: scans that nothing hangs on, pages that are listed no more, what was
 * done with keys. Any number of processes may run it: one pass an hour does for all.
 */
export function createRetention(deps: { db: Db; logger: Logger } & RetentionOptions): Retention {
  const { db, logger, keepMs } = deps;
  const closing = new AbortController();

  async function run(): Promise<void> {
    if (!(await claimLoop(db, "retention", 0.8 * EVERY_MS))) return;
    const forgotten = await forgetOld({ db, logger, keepMs, signal: closing.signal });
    await recordLoop(db, "retention", forgotten);
    if (Object.values(forgotten).some((amount) => amount > 0))
      logger.info("what is old was deleted", { ...forgotten });
  }

  const loop = createLoop({
    firstMs: FIRST_MS,
    everyMs: EVERY_MS,
    pass: () => run().catch((error: unknown) => logger.warn("retention pass failed", { error })),
  });
  return {
    start: () => loop.start(),
    async close() {
      closing.abort();
      await loop.close();
    },
  };
}

/** One pass: until nothing is old, or the signal fires. */
export async function forgetOld(
  deps: { db: Db; logger: Logger; signal: AbortSignal } & RetentionOptions,
): Promise<Forgotten> {
  const { keepMs } = deps;
  return {
    scans: keepMs === null ? 0 : await forgetScans(deps, keepMs),
    pages: keepMs === null ? 0 : await forgetRows(deps, deleteOldPages, keepMs),
    auditEvents: keepMs === null ? 0 : await forgetRows(deps, deleteOldAuditEvents, keepMs),
    workers: await forgetRows(deps, deleteOldWorkers, KEEP_WORKERS_MS),
  };
}

async function forgetRows(
  { db, signal }: { db: Db; signal: AbortSignal },
  remove: (db: Db, rows: { olderThanMs: number; limit: number }) => Promise<number>,
  olderThanMs: number,
): Promise<number> {
  let forgotten = 0;
  for (let last = ROWS; last === ROWS && !signal.aborted; forgotten += last)
    last = await remove(db, { olderThanMs, limit: ROWS });
  return forgotten;
}

async function forgetScans(
  deps: { db: Db; logger: Logger; signal: AbortSignal },
  olderThanMs: number,
): Promise<number> {
  let forgotten = 0;
  let after: OldScan | undefined;
  for (;;) {
    const range = { olderThanMs, limit: SCANS, after };
    const old = await inTransaction(deps.db, async (tx) => {
      await boundStatements(tx, STATEMENT_MS);
      return listOldScans(tx, range);
    });
    for (const { job_id: jobId } of old.filter((scan) => !scan.is_needed)) {
      if (deps.signal.aborted) return forgotten;
      if (await forgetScan(deps, jobId)) forgotten += 1;
    }
    after = old.at(-1);
    if (old.length < SCANS) return forgotten;
  }
}

/** @returns whether it is gone: one that cannot be deleted keeps no other */
async function forgetScan(
  { db, logger }: { db: Db; logger: Logger },
  jobId: string,
): Promise<boolean> {
  try {
    await inTransaction(db, async (tx) => {
      await boundStatements(tx, STATEMENT_MS);
      await deleteScan(tx, jobId);
    });
    return true;
  } catch (error) {
    logger.warn("old scan not deleted", { job_id: jobId, error });
    return false;
  }
}
