import type { AttemptRecord } from "@sitemap-scanner/database";

/** What an attempt came to, with the server's own wish for the next one. */
export type Attempt = AttemptRecord & { retryAfterMs: number | null };

const BY_US = "internal_error";

/** An attempt at which we failed. Its message is for those who look at deliveries: the log has the error. */
export function attemptFailedByUs(error: unknown, durationMs: number): Attempt {
  const name = error instanceof Error ? error.name : "unknown error";
  const message = `The worker failed at this attempt (${name}); its log has the details`;
  return {
    durationMs,
    responseStatus: null,
    responseBody: null,
    error: { code: BY_US, message },
    retryAfterMs: null,
  };
}

/** Such an attempt says nothing about the endpoint. */
export function isFailedByUs({ error }: Attempt): boolean {
  return error?.code === BY_US;
}
