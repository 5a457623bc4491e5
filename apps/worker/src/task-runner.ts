import type { ClaimedTask } from "@sitemap-scanner/pipeline";

/** Does one kind of task to its end, which it writes itself. Throws the signal's reason when told. */
export interface TaskRunner {
  run(task: ClaimedTask, signal: AbortSignal): Promise<void>;
  /** It took too long, or we failed: the task is tried again, or fails with that. */
  fail(task: ClaimedTask, error: unknown): Promise<void>;
}

/** The process is told to stop, so the task goes back to the others. */
export class ShutdownError extends Error {
  override readonly name = "ShutdownError";
}
