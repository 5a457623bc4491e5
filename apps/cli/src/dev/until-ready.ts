import { setTimeout as sleep } from "node:timers/promises";
import { CommandError, EXIT } from "../errors.ts";

const PATIENCE_MS = 60_000;
const PAUSE_MS = 50;

/**
 * Waits until the API says that it accepts scans.
 * @throws {CommandError} when it does not within a minute
 */
export async function untilReady(apiUrl: string, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isReady(apiUrl, signal))) {
    if (performance.now() > deadline) {
      throw new CommandError(
        `The API at ${apiUrl} is not ready after ${PATIENCE_MS / 1_000} s: its log says why`,
        EXIT.failed,
      );
    }
    await sleep(PAUSE_MS, undefined, { signal });
  }
}

async function isReady(apiUrl: string, signal: AbortSignal): Promise<boolean> {
  try {
    const late = AbortSignal.timeout(5_000);
    const response = await fetch(`${apiUrl}/readyz`, { signal: AbortSignal.any([signal, late]) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    // It does not listen yet. Whether it still will is judged by time, and by its end.
    signal.throwIfAborted();
    return false;
  }
}
