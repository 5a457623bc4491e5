import { isRetryable } from "@sitemap-scanner/contracts";
import { findSitemaps, type Discovery } from "@sitemap-scanner/crawler";
import type { Db } from "@sitemap-scanner/database";
import { FetchError, type Fetcher } from "@sitemap-scanner/fetcher";
import {
  endDiscovery,
  failDiscovery,
  readScanOrder,
  readSearchNext,
  type ClaimedTask,
  type RetryPolicy,
} from "@sitemap-scanner/pipeline";
import type { TaskRunner } from "../task-runner.ts";
import { failureOf } from "./failure-of.ts";

/** Finds the root sitemaps of a site, and gives each its own task. */
export function createDiscover(deps: {
  db: Db;
  fetcher: Fetcher;
  retry: RetryPolicy;
  /** Our name in robots.txt. */
  userAgent: string;
}): TaskRunner {
  const { db, fetcher, retry, userAgent } = deps;

  async function search(task: ClaimedTask, signal: AbortSignal): Promise<void> {
    const { domain, scheme, path, sitemapUrls } = readScanOrder(task.job);
    const found = await findSitemaps(fetcher, {
      domain,
      scheme,
      path,
      ...(sitemapUrls && { sitemapUrls }),
      from: readSearchNext(task.job),
      onRobotsFailure: task.attempt < retry.maxAttempts ? "throw" : "go_on",
      userAgent,
      signal,
    });
    await endDiscovery(db, task, { ...found, complete: isComplete(found) });
  }

  return {
    async run(task, signal) {
      try {
        await search(task, signal);
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (!(error instanceof FetchError)) throw error;
        const { code: outcome, message, retryAfterMs } = error;
        await failDiscovery(db, task, { outcome, message, retryAfterMs }, retry);
      }
    },
    fail: (task, error) => failDiscovery(db, task, failureOf(error), retry),
  };
}

/** What the site did not name is not there: the origin that answered left no question open. */
function isComplete({ origin, tried }: Discovery): boolean {
  if (origin === null) return false;
  const asked = tried.filter(({ url }) => url.startsWith(`${origin}/`));
  return asked.every(({ outcome }) => !isRetryable(outcome));
}
