import type { Hold } from "./lease-keeper.ts";

/** A task took too long and was told to let go. */
export class TaskDeadlineError extends Error {
  override readonly name = "TaskDeadlineError";

  constructor(deadlineMs: number) {
    super(`The task was not done within ${deadlineMs} ms`);
  }
}

/** A task was told to let go and has not: whatever it still does is not kept. */
export class TaskHungError extends Error {
  override readonly name = "TaskHungError";
  /** The work that goes on somewhere; it never rejects. */
  readonly work: Promise<void>;

  constructor(graceMs: number, work: Promise<void>) {
    super(`The task did not let go within ${graceMs} ms`);
    this.work = work;
  }
}

/**
 * Does a task under its hold: past the deadline the hold is let go, and whoever has not let go within the
 * grace, for whatever reason it was told to, is waited for no longer.
 *
 * @throws what the work throws, TaskHungError
 */
export async function withinDeadline(
  work: (signal: AbortSignal) => Promise<void>,
  hold: Hold,
  { deadlineMs, graceMs }: { deadlineMs: number; graceMs: number },
): Promise<void> {
  const { promise: hung, reject } = Promise.withResolvers<never>();
  const running = work(hold.signal);
  let grace: NodeJS.Timeout | undefined;
  const startGrace = () => {
    // What a hung task comes to in the end was settled without it.
    const goesOn = running.catch(() => undefined);
    grace = setTimeout(() => reject(new TaskHungError(graceMs, goesOn)), graceMs);
  };
  if (hold.signal.aborted) startGrace();
  else hold.signal.addEventListener("abort", startGrace, { once: true });
  const deadline = setTimeout(() => hold.letGo(new TaskDeadlineError(deadlineMs)), deadlineMs);
  try {
    await Promise.race([running, hung]);
  } finally {
    clearTimeout(deadline);
    clearTimeout(grace);
    hold.signal.removeEventListener("abort", startGrace);
  }
}
