import { TERMINAL_STATUSES, type ScanStatus } from "@sitemap-scanner/contracts";
import { setTimeout as sleep } from "node:timers/promises";
import type { ApiClient } from "./api-client.ts";
import { ApiProblemError, ApiUnreachableError } from "./errors.ts";

/** How long the API is asked to wait for the end: as often is progress shown. */
const WAIT_SECONDS = 1;

export interface FollowOptions {
  onStatus: (status: ScanStatus) => void;
  signal?: AbortSignal;
  /** How long the API may be away before we give up, in ms: it may be restarting. Default 30,000. */
  patienceMs?: number;
}

/**
 * Asks for the status of a job until it has ended.
 * @throws {CommandError} when the API was away for longer than `patienceMs`
 */
export async function followJob(
  api: ApiClient,
  jobId: string,
  { onStatus, signal, patienceMs = 30_000 }: FollowOptions,
): Promise<ScanStatus> {
  let lastAnswer = performance.now();
  // The first answer is wanted at once, so that there is something to show.
  let waitSeconds = 0;
  for (;;) {
    try {
      const status = await api.getStatus(jobId, waitSeconds, signal);
      lastAnswer = performance.now();
      waitSeconds = WAIT_SECONDS;
      onStatus(status);
      if (TERMINAL_STATUSES.includes(status.status)) return status;
    } catch (error) {
      if (!mayHeal(error) || performance.now() - lastAnswer > patienceMs) throw error;
      await sleep(500, undefined, { signal });
    }
  }
}

function mayHeal(error: unknown): boolean {
  if (error instanceof ApiProblemError) return error.problem.status >= 500;
  return error instanceof ApiUnreachableError;
}
