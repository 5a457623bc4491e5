import type { Health } from "@sitemap-scanner/contracts";
import type { Breaches } from "./breaches.ts";
import { repeat } from "./repeat.ts";
import { listStalledJobs } from "./stalled-jobs.ts";
import type { Stack } from "./stack.ts";

const TICK_MS = 1_000;
/** Nothing may stand still for longer than this without being told (I10), in s. */
const SILENCE_S = 30;
/** A stall that has just begun may be told with the next look of those who tell. */
const SLACK_S = 3;
/** What was said this long ago counts as said now. */
const RECENT_MS = 20_000;
/** `/health` gives its stores some seconds to answer. */
const HEALTH_MS = 15_000;
const TERMINAL = new Set(["complete", "failed", "cancelled"]);

/** Breaches that are over with time. All others are impossible in any state that was committed. */
const PASSING = new Set([
  "lease_expired",
  "message_unpublished",
  "task_not_started",
  "job_past_deadline",
]);
const ALWAYS: Record<string, "I4" | "I6" | "I7" | "I8" | "I11"> = {
  pending_without_message: "I6",
  job_without_open_task: "I6",
  held_with_room: "I6",
  open_task_of_finished_job: "I8",
  window_exceeded: "I11",
  complete_without_reading: "I7",
  counters_differ: "I7",
  domain_status_differs: "I8",
};

export interface Watch {
  /** Stalls of over 30 s that were told, and that were not. */
  readonly stalls: { told: Set<string>; silent: Set<string> };
  /** What `/health` said, by its words. */
  readonly words: Map<string, number>;
  stop(): Promise<void>;
}

interface Told {
  at: number;
  ok: boolean;
}

/** Looks at the system each second while it is being broken, and compares what it says of itself. */
export function startWatch({ stack, breaches }: { stack: Stack; breaches: Breaches }): Watch {
  const { postgres, apis } = stack;
  const ended = new Map<string, string>();
  const stalls = { told: new Set<string>(), silent: new Set<string>() };
  const words = new Map<string, number>();
  const told: Told[] = [];

  async function askHealth(): Promise<void> {
    const at = Date.now();
    const answers = await Promise.all(apis.map(({ origin }) => health(origin)));
    const reached = answers.filter((answer) => answer !== undefined);
    for (const word of reached.flatMap((answer) => answer.words ?? [])) {
      const kind = word.replace(/\d+/g, "n");
      words.set(kind, (words.get(kind) ?? 0) + 1);
    }
    // Nobody there to ask is an answer too: the one that everybody understands.
    told.push({ at, ok: reached.length > 0 && reached.every((answer) => answer.ok === true) });
    if (told.length > 30) told.shift();
  }

  /** I3, as somebody sees it who asks again and again. */
  async function lookAtJobs(): Promise<void> {
    const jobs = await postgres.query<{ job_id: string; status: string }>(
      "select job_id, status from jobs",
    );
    for (const { job_id: jobId, status } of jobs) {
      const before = ended.get(jobId);
      if (before !== undefined && before !== status) {
        breaches.add("I3", jobId, `was ${before}, and is ${status}`);
      }
      if (TERMINAL.has(status)) ended.set(jobId, status);
    }
  }

  /** I10: whatever stands still was told while it did. */
  async function lookForStalls(): Promise<void> {
    const stalled = await listStalledJobs(postgres, SILENCE_S + SLACK_S);
    const since = Date.now() - RECENT_MS;
    const recent = told.filter(({ at }) => at > since);
    if (recent.length === 0) return;
    const wasTold = recent.some(({ ok }) => !ok);
    for (const { job_id: jobId, status, still } of stalled) {
      stalls[wasTold ? "told" : "silent"].add(jobId);
      if (wasTold) continue;
      const detail = `${status} and unmoved for ${Math.round(still)} s, while /health said all is well`;
      breaches.add("I10", jobId, detail);
    }
  }

  async function lookAtViolations(): Promise<void> {
    const rows = await postgres.query<{ code: string; subject_id: string; detail: string }>(
      "select code, subject_id, detail from invariant_violations limit 200",
    );
    for (const { code, subject_id: id, detail } of rows) {
      const invariant = PASSING.has(code) ? undefined : ALWAYS[code];
      if (invariant) breaches.add(invariant, `${code} ${id}`, detail);
    }
  }

  const looks = [askHealth, lookAtJobs, lookForStalls, lookAtViolations];
  const watching = looks.map((look) => repeat(look, TICK_MS));

  return {
    stalls,
    words,
    async stop() {
      await Promise.all(watching.map((look) => look.stop()));
    },
  };
}

async function health(origin: string): Promise<Partial<Health> | undefined> {
  try {
    const response = await fetch(`${origin}/health`, { signal: AbortSignal.timeout(HEALTH_MS) });
    return (await response.json()) as Partial<Health>;
  } catch {
    return undefined; // killed or not up yet
  }
}
