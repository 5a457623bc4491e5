import { setTimeout as delay } from "node:timers/promises";
import { isDatabaseAway } from "./database-away.ts";
import type { PostgresServer } from "./servers.ts";

const LOOK_MS = 250;

/** Waits until no job is live, or the time is up. @returns how long it took, in ms */
export async function drain(postgres: PostgresServer, budgetMs: number): Promise<number> {
  const startedAt = performance.now();
  const spent = () => performance.now() - startedAt;
  while (spent() < budgetMs) {
    try {
      const live = await postgres.query("select from jobs where finished_at is null limit 1");
      if (live.length === 0) break;
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
    }
    await delay(LOOK_MS);
  }
  return spent();
}
