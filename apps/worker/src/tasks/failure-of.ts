import { InvalidParamsError, type TaskFailure } from "@sitemap-scanner/pipeline";
import { TaskDeadlineError, TaskHungError } from "../within-deadline.ts";

/**
 * What a task comes to that ran out of time, makes no sense, or at which we failed. The message is for our users: the log
 * has the error itself.
 */
export function failureOf(error: unknown): TaskFailure {
  if (error instanceof TaskDeadlineError || error instanceof TaskHungError)
    return { outcome: "timeout", message: error.message, retryAfterMs: null };
  if (error instanceof InvalidParamsError)
    return { outcome: error.code, message: error.message, retryAfterMs: null };
  const name = error instanceof Error ? error.name : "unknown error";
  return {
    outcome: "internal_error",
    message: `The scanner failed at this task (${name}); its log has the details`,
    retryAfterMs: null,
  };
}
