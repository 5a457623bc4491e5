import { recordWorkerBeat, recordWorkerStop, type Db } from "@sitemap-scanner/database";
import { createLoop, type Logger } from "@sitemap-scanner/runtime";
import type { WorkerIdentity } from "./identity.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";

export interface Heartbeat {
  start(): Promise<void>;
  /** Did the database hear of this worker within the last `withinMs`? */
  beatWithin(withinMs: number): boolean;
  close(): Promise<void>;
}

/** Renews the leases and says that this worker is alive, every `beatMs`. */
export function createHeartbeat(deps: {
  db: Db;
  leases: LeaseKeeper;
  identity: WorkerIdentity;
  beatMs: number;
  logger: Logger;
}): Heartbeat {
  let lastBeatAt = Number.NEGATIVE_INFINITY;

  async function beat(): Promise<void> {
    await deps.leases.beat();
    try {
      await recordWorkerBeat(deps.db, { ...deps.identity, currentTasks: deps.leases.taskIds });
      lastBeatAt = performance.now();
    } catch (error) {
      deps.logger.warn("worker cannot say that it is alive", { error });
    }
  }

  const loop = createLoop({ pass: beat, everyMs: deps.beatMs });

  return {
    async start() {
      await beat();
      loop.start();
    },
    beatWithin: (withinMs) => performance.now() - lastBeatAt <= withinMs,
    async close() {
      await loop.close();
      await recordWorkerStop(deps.db, deps.identity.id);
    },
  };
}
