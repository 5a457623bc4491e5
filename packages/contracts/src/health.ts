import { z } from "zod";

export const Violation = z
  .object({
    code: z.string(),
    subject: z.string(),
    subject_id: z.string(),
    since: z.iso.datetime().nullable(),
    detail: z.string(),
  })
  .meta({ id: "Violation" });
export type Violation = z.infer<typeof Violation>;

const Store = z.object({ ok: z.boolean(), kind: z.string(), detail: z.string() });

export const WorkerSeen = z
  .object({
    id: z.string(),
    host: z.string(),
    pid: z.int(),
    version: z.string(),
    last_seen_at: z.iso.datetime(),
    alive: z.boolean(),
    current_tasks: z.int(),
  })
  .meta({ id: "WorkerSeen" });
export type WorkerSeen = z.infer<typeof WorkerSeen>;

/** A background loop of which one must succeed now and then, in whichever process. */
export const LoopSeen = z
  .object({
    name: z.string(),
    last_success_at: z.iso.datetime().nullable(),
    seconds_since_success: z.number().nullable(),
  })
  .meta({ id: "LoopSeen" });
export type LoopSeen = z.infer<typeof LoopSeen>;

/** How the scan does that the system makes of a site of its own, round the clock. */
export const CanarySeen = z
  .object({
    /** Since the end of the last one that came through; null when none ever did. */
    age_seconds: z.number().nullable(),
    latency_seconds: z.number().nullable(),
    /** Of the one under way; null when none is. */
    live_for_seconds: z.number().nullable(),
  })
  .meta({ id: "CanarySeen" });
export type CanarySeen = z.infer<typeof CanarySeen>;

/** `ok` is true only when no promise is broken; `words` says it for people. */
export const Health = z
  .object({
    ok: z.boolean(),
    words: z.array(z.string()),
    stores: z.object({ database: Store, broker: Store }),
    workers: z.array(WorkerSeen),
    violations: z.array(Violation),
    loops: z.array(LoopSeen),
    /** Null when the database does not say. */
    canary: CanarySeen.nullable(),
    /** Since the oldest pending job was created; null when there is none, or the database does not say. */
    oldest_pending_seconds: z.number().nullable(),
    /** Somebody has paused the queue; null when the broker does not say. */
    paused: z.boolean().nullable(),
  })
  .meta({ id: "Health" });
export type Health = z.infer<typeof Health>;

/** The process answers; it says nothing of its stores. */
export const Liveness = z.object({ live: z.literal(true) }).meta({ id: "Liveness" });
export type Liveness = z.infer<typeof Liveness>;

/** Scans are accepted. A broker that is down delays them and is told here, no more. */
export const Readiness = z
  .object({
    ready: z.literal(true),
    stores: z.object({ database: Store, broker: Store }),
  })
  .meta({ id: "Readiness" });
export type Readiness = z.infer<typeof Readiness>;
