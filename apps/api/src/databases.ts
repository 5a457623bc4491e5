import { openDatabase, type Db } from "@sitemap-scanner/database";
import type { Config, Logger } from "@sitemap-scanner/runtime";

/** The same database twice, so that what is asked and what goes on by itself do not starve each other. */
export interface Databases {
  /** For requests, which somebody waits for: they give up early. */
  requests: Db;
  /** For loops and looks. Workers run the same loops, so what succeeds there in its time does here too. */
  background: Db;
  close(): Promise<void>;
}

/** Relay, reconciler, canary, retention and the look for breaches; a pass that was given up may hold its own. */
const BACKGROUND_CONNECTIONS = 8;

export function openDatabases({ url, poolSize }: Config["database"], logger: Logger): Databases {
  const onIdleError = (error: Error) => logger.warn("idle database connection lost", { error });
  const requests = openDatabase({
    url,
    poolSize,
    applicationName: "sitemap-scanner api",
    statementTimeoutMs: 15_000,
    lockTimeoutMs: 5_000,
    onIdleError,
  });
  const background = openDatabase({
    url,
    poolSize: BACKGROUND_CONNECTIONS,
    applicationName: "sitemap-scanner api background",
    onIdleError,
  });
  return {
    requests,
    background,
    async close() {
      await Promise.all([requests.destroy(), background.destroy()]);
    },
  };
}
