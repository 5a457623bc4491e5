import { setTimeout as delay } from "node:timers/promises";
import type { Breaches } from "./breaches.ts";
import type { FaultKind } from "./faults/index.ts";
import { repeat } from "./repeat.ts";
import type { PostgresServer } from "./servers.ts";

/** How long it took after a fault until all was as usual. */
export interface Recovery {
  kind: FaultKind;
  /** From the end of the fault on, in ms. */
  ms: number;
  /** Of it, the time in which no other fault was at work, in ms: what the fault itself has cost. */
  undisturbedMs: number;
}

interface Clock extends Recovery {
  endedAt: number;
  /** Jobs that had work due when the fault ended, with their last event; unknown until the database answers. */
  waiting: Map<string, string> | undefined;
}

export interface RecoveryClocks {
  began(kind: FaultKind): void;
  ended(kind: FaultKind): void;
  /** Resolves when every clock has stopped, or the time is up. */
  settle(timeoutMs: number): Promise<void>;
  stop(): Promise<Recovery[]>;
}

const TICK_MS = 200;

/**
 * Measures recoveries. All is as usual again after a fault as soon as every job that had work due when
 * it ended (a task running, or pending and due) has moved: it has a new event in its history.
 */
export function startRecoveryClocks(deps: {
  postgres: PostgresServer;
  breaches: Breaches;
  /** Undisturbed time that a recovery may take, in ms. */
  budgetMs: number;
}): RecoveryClocks {
  const { postgres, breaches, budgetMs } = deps;
  const running = new Set<Clock>();
  const stopped: Recovery[] = [];
  let active = 0;

  /** One question for all clocks: there are many while the queue is long, and they wait for the same jobs. */
  async function look(clocks: readonly Clock[]): Promise<void> {
    const waited = new Set(clocks.flatMap(({ waiting }) => [...(waiting?.keys() ?? [])]));
    const last = await lastEvents(postgres, [...waited]);
    for (const { waiting } of clocks) {
      for (const [jobId, event] of waiting ?? []) {
        if (last.get(jobId) !== event) waiting?.delete(jobId);
      }
    }
    const isNew = clocks.some(({ waiting }) => !waiting);
    const due = isNew ? await jobsWithWorkDue(postgres) : undefined;
    for (const clock of clocks) clock.waiting ??= new Map(due);
  }

  function settleClock(clock: Clock): void {
    const { kind, waiting, undisturbedMs } = clock;
    const isOver = undisturbedMs > budgetMs;
    if (!isOver && waiting?.size !== 0) return;
    running.delete(clock);
    stopped.push(clock);
    for (const jobId of waiting?.keys() ?? []) {
      breaches.add("recovery", jobId, `has not moved since the end of ${kind}`);
    }
  }

  async function tick(sinceLastMs: number): Promise<void> {
    const clocks = [...running];
    for (const clock of clocks) {
      clock.ms = performance.now() - clock.endedAt;
      if (active === 0) clock.undisturbedMs += sinceLastMs;
    }
    if (clocks.length > 0) await look(clocks);
    for (const clock of clocks) settleClock(clock);
  }

  let last = performance.now();
  const ticking = repeat(async () => {
    const now = performance.now();
    const sinceLastMs = now - last;
    last = now;
    await tick(sinceLastMs);
  }, TICK_MS);

  return {
    began: () => void (active += 1),
    ended(kind) {
      active -= 1;
      const endedAt = performance.now();
      running.add({ kind, endedAt, ms: 0, undisturbedMs: 0, waiting: undefined });
    },
    async settle(timeoutMs) {
      const deadline = performance.now() + timeoutMs;
      while (running.size > 0 && performance.now() < deadline) await delay(TICK_MS);
    },
    async stop() {
      await ticking.stop();
      return [...stopped, ...running].map(({ kind, ms, undisturbedMs }) => ({
        kind,
        ms,
        undisturbedMs,
      }));
    },
  };
}

async function jobsWithWorkDue(postgres: PostgresServer): Promise<Map<string, string>> {
  const rows = await postgres.query<{ job_id: string; last: string }>(
    `select job_id, (select max(id) from job_events e where e.job_id = j.job_id)::text as last from jobs j
     where exists (select from tasks t where t.job_id = j.job_id
       and (t.status = 'running' or (t.status = 'pending' and t.available_at <= now())))`,
  );
  return new Map(rows.map(({ job_id, last }) => [job_id, last]));
}

async function lastEvents(
  postgres: PostgresServer,
  jobIds: readonly string[],
): Promise<Map<string, string>> {
  if (jobIds.length === 0) return new Map();
  const rows = await postgres.query<{ job_id: string; last: string }>(
    "select job_id, max(id)::text as last from job_events where job_id = any($1) group by 1",
    [jobIds],
  );
  return new Map(rows.map(({ job_id, last }) => [job_id, last]));
}
