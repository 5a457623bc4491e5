import { findSitemaps } from "@sitemap-scanner/crawler";
import type { Db } from "@sitemap-scanner/database";
import { FetchError, type Fetcher } from "@sitemap-scanner/fetcher";
import {
  endDiscovery,
  failDiscovery,
  readScanOrder,
  type RetryPolicy,
} from "@sitemap-scanner/pipeline";
import type { TaskRunner } from "../process-doorbell.ts";
import { internalFailure } from "./internal-failure.ts";

/** Finds the root sitemaps of a site, and gives each its own task. */
export function createDiscover(deps: { db: Db; fetcher: Fetcher; retry: RetryPolicy }): TaskRunner {
  const { db, fetcher, retry } = deps;
  return {
    async run(task, signal) {
      try {
        const found = await findSitemaps(fetcher, { ...readScanOrder(task.job), signal });
        await endDiscovery(db, task, found);
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (!(error instanceof FetchError)) throw error;
        const { code: outcome, message, retryAfterMs } = error;
        await failDiscovery(db, task, { outcome, message, retryAfterMs }, retry);
      }
    },
    fail: (task, error) => failDiscovery(db, task, internalFailure(error), retry),
  };
}
