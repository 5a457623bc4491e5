/**
 * Places between two effects at which a process may die. A test arms one of them and sees that nothing
 * is lost by it; else they do nothing.
 */
export const CRASH_POINTS = [
  "submit.inserted",
  "submit.committed",
  "intake.committed",
  "relay.claimed",
  "relay.published",
  "worker.claimed",
  "worker.batchWritten",
  "worker.fileRead",
  "worker.taskEnded",
  "webhook.answered",
  "reconciler.applied",
] as const;

export type CrashPoint = (typeof CRASH_POINTS)[number];

let armed: CrashPoint | null = null;

/** From now on this process dies where it passes the point. For tests: `CRASH_POINT` names one. */
export function armCrashPoint(point: CrashPoint | null): void {
  armed = point;
}

/** Marks the place. Inert unless it is armed. */
export function crashPoint(point: CrashPoint): void {
  if (point !== armed) return;
  process.kill(process.pid, "SIGKILL");
  // The signal may take a moment to arrive, and nothing may be done meanwhile.
  for (;;);
}
