import type { TaskKind } from "@sitemap-scanner/contracts";
import type { Db } from "@sitemap-scanner/database";
import { createFetcher, createPoster, type Fetcher, type Poster } from "@sitemap-scanner/fetcher";
import type { ClaimedTask, RetryPolicy } from "@sitemap-scanner/pipeline";
import type { Config } from "@sitemap-scanner/runtime";
import type { TaskRunner } from "../task-runner.ts";
import { createDiscover } from "./discover.ts";
import { createReadFile } from "./read-file.ts";

export interface Fetchers {
  /** For whatever anybody asked for. */
  ofUsers: Fetcher;
  /** For the canary alone. */
  ofCanary: Fetcher;
  /** For events, to whoever wants to be told of them. */
  ofWebhooks: Poster;
  close(): void;
}

/**
 * The canary's site is our own API, which nobody else may be sent to, and no proxy stands before it.
 * @param override takes the place of both fetchers
 */
export function openFetchers(
  config: Pick<Config, "fetch" | "canary" | "webhooks">,
  override: Fetcher | undefined,
): Fetchers {
  const { userAgent, limits } = config.fetch;
  const allowOrigins = config.canary.url === null ? [] : [config.canary.url];
  const ofUsers = override ?? createFetcher(config.fetch);
  const ofCanary = override ?? createFetcher({ userAgent, limits, allowPrivate: [], allowOrigins });
  const ofWebhooks = createPoster({
    ...config.fetch,
    connectMs: limits.connectMs,
    totalMs: config.webhooks.timeoutMs,
  });
  return {
    ofUsers,
    ofCanary,
    ofWebhooks,
    close() {
      ofUsers.close();
      ofCanary.close();
      ofWebhooks.close();
    },
  };
}

/** Who does each kind of task, with the fetcher that its job may use. */
export function createRunners(deps: {
  db: Db;
  fetchers: Pick<Fetchers, "ofUsers" | "ofCanary">;
  retry: RetryPolicy;
  userAgent: string;
  onPagesWritten?: (pages: number) => void;
}): Record<TaskKind, TaskRunner> {
  const { ofUsers, ofCanary } = deps.fetchers;
  const bySource = (create: (fetcher: Fetcher) => TaskRunner) =>
    apart({ users: create(ofUsers), canary: create(ofCanary) });
  return {
    discover: bySource((fetcher) => createDiscover({ ...deps, fetcher })),
    sitemap: bySource((fetcher) => createReadFile({ ...deps, fetcher })),
  };
}

function apart({ users, canary }: { users: TaskRunner; canary: TaskRunner }): TaskRunner {
  const of = ({ job }: ClaimedTask) => (job.source === "canary" ? canary : users);
  return {
    run: (task, signal) => of(task).run(task, signal),
    fail: (task, error) => of(task).fail(task, error),
  };
}
