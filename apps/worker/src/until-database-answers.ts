import { setTimeout as delay } from "node:timers/promises";
import { isDatabaseAway } from "@sitemap-scanner/database";

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 2_000;

/**
 * Does something again and again while the database is away, and so holds up whoever would take on more
 * work meanwhile.
 *
 * @param isStopping whether to give up, asked after each try
 * @throws what `work` throws, but for an absent database
 */
export async function untilDatabaseAnswers<T>(
  work: () => Promise<T>,
  isStopping: () => boolean,
): Promise<T> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error) || isStopping()) throw error;
    }
    await delay(waitMs);
  }
}
