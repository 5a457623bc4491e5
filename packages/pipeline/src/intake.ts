import { lookAtIntake, queueDueDomains, recordLoop, type Db } from "@sitemap-scanner/database";
import { withTimeout, type Logger } from "@sitemap-scanner/runtime";
import {
  createTakeQueuedDomain,
  DomainNotTakenError,
  type IntakePolicy,
  type TakenDomain,
} from "./take-queued-domain.ts";

export interface IntakeOptions extends IntakePolicy {
  /** Mean time between two passes, in ms; each is spread by half. */
  everyMs: number;
  /**
   * Unfinished jobs that the intake added, at most; further domains stay queued. Each further process
   * that is at it may add one more.
   */
  maxLive: number;
}

export interface IntakePass {
  /** Queued domains that have a job now. */
  taken: number;
  /** Domains that were queued because their next scan was due. */
  queued: number;
}

/** Any number may run, in any process. */
export interface Intake {
  start(): void;
  /** Makes one pass now, whether it was started or not. */
  runOnce(): Promise<IntakePass>;
  /** Finishes the domain in hand and stops. */
  close(): Promise<void>;
}

/** Domains of one pass, at most; what is left is for the next one, which follows at once. */
const PASS_LIMIT = 100;
const PASS_MS = 30_000;
/** For so long a domain that could not be taken is passed over, so that it keeps no other waiting. */
const REST_MS = 30_000;
const SUCCESS_NOTED_EVERY_MS = 5_000;

/** Why a pass ended: no domain was left, there was no room for more jobs, or it had done its share. */
type End = "empty" | "full" | "limit";

/** Queues the domains whose next scan is due, and turns queued domains into jobs, round the clock. */
export function createIntake(
  deps: {
    db: Db;
    logger: Logger;
    /** Called after a pass that took something: there are new messages. */
    onTaken: () => void;
  } & IntakeOptions,
): Intake {
  const { db, logger, everyMs, maxLive } = deps;
  const takeQueuedDomain = createTakeQueuedDomain(deps);
  const noteSuccess = createSuccessNote(db);
  const resting = new Map<string, number>();
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let pass: Promise<unknown> = Promise.resolve();

  async function run(): Promise<IntakePass & { ended: End }> {
    const { queued, due } = await queueDueDomains(db, PASS_LIMIT);
    const { taken, ended } = await takeQueued();
    if (taken > 0) deps.onTaken();
    const result = { taken, queued, ended: due === PASS_LIMIT ? ("limit" as const) : ended };
    await noteSuccess(result);
    return result;
  }

  async function takeQueued(): Promise<{ taken: number; ended: End }> {
    let taken = 0;
    for (let tries = 0; tries < PASS_LIMIT && !stopping.signal.aborted; tries += 1) {
      const { hasRoom, hasQueued } = await lookAtIntake(db, maxLive);
      if (!hasRoom) return { taken, ended: "full" };
      if (!hasQueued) return { taken, ended: "empty" };
      const next = await takeNext();
      if (next === undefined) return { taken, ended: "empty" };
      if (next !== "failed") taken += 1;
    }
    return { taken, ended: "limit" };
  }

  async function takeNext(): Promise<TakenDomain | "failed" | undefined> {
    for (const [id, until] of resting) if (until < performance.now()) resting.delete(id);
    try {
      const taken = await takeQueuedDomain([...resting.keys()]);
      if (taken) logger.debug("queued domain taken", { ...taken });
      return taken;
    } catch (error) {
      if (!(error instanceof DomainNotTakenError)) throw error;
      logger.warn("queued domain not taken", { domainId: error.domainId, error });
      resting.set(error.domainId, performance.now() + REST_MS);
      return "failed";
    }
  }

  async function runInTime(): Promise<End> {
    try {
      return (await withTimeout(run(), PASS_MS, "take queued domains")).ended;
    } catch (error) {
      // The domains stay queued; the next pass tries again.
      logger.warn("intake pass failed", { error });
      return "empty";
    }
  }

  function schedule(last: End): void {
    if (stopping.signal.aborted) return;
    const delayMs = last === "limit" ? 0 : everyMs * (0.5 + Math.random());
    timer = setTimeout(() => {
      pass = runInTime().then(schedule);
    }, delayMs);
  }

  return {
    start: () => schedule("empty"),
    async runOnce() {
      const { taken, queued } = await withTimeout(run(), PASS_MS, "take queued domains");
      return { taken, queued };
    },
    async close() {
      stopping.abort();
      clearTimeout(timer);
      await pass;
    },
  };
}

/** Says in `loops` that the intake is at work: at each change, and else every few seconds. */
function createSuccessNote(db: Db) {
  let notedAt = Number.NEGATIVE_INFINITY;
  let noted: End | undefined;
  return async (pass: IntakePass & { ended: End }): Promise<void> => {
    const isNews = pass.taken > 0 || pass.queued > 0 || pass.ended !== noted;
    if (!isNews && performance.now() - notedAt < SUCCESS_NOTED_EVERY_MS) return;
    await recordLoop(db, "intake", pass);
    notedAt = performance.now();
    noted = pass.ended;
  };
}
