import type { TaskFailure } from "@sitemap-scanner/pipeline";

/** Our own fault, as the task has it. The message is for our users: the log has the error itself. */
export function internalFailure(error: unknown): TaskFailure {
  const name = error instanceof Error ? error.name : "unknown error";
  return {
    outcome: "internal_error",
    message: `The scanner failed at this task (${name}); its log has the details`,
    retryAfterMs: null,
  };
}
