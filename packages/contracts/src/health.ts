import { z } from "zod";

export const Violation = z.object({
  code: z.string(),
  subject: z.string(),
  subject_id: z.string(),
  since: z.iso.datetime().nullable(),
  detail: z.string(),
});
export type Violation = z.infer<typeof Violation>;

const Store = z.object({ ok: z.boolean(), kind: z.string(), detail: z.string() });

export const WorkerSeen = z.object({
  id: z.string(),
  host: z.string(),
  pid: z.int(),
  version: z.string(),
  last_seen_at: z.iso.datetime(),
  alive: z.boolean(),
  current_tasks: z.int(),
});
export type WorkerSeen = z.infer<typeof WorkerSeen>;

/** `ok` is true only when no promise is broken; `words` says it for people. */
export const Health = z.object({
  ok: z.boolean(),
  words: z.array(z.string()),
  stores: z.object({ database: Store, broker: Store }),
  workers: z.array(WorkerSeen),
  violations: z.array(Violation),
});
export type Health = z.infer<typeof Health>;

/** The process answers; it says nothing of its stores. */
export const Liveness = z.object({ live: z.literal(true) });
export type Liveness = z.infer<typeof Liveness>;

/** Scans are accepted. A broker that is down delays them and is told here, no more. */
export const Readiness = z.object({
  ready: z.literal(true),
  stores: z.object({ database: Store, broker: Store }),
});
export type Readiness = z.infer<typeof Readiness>;
