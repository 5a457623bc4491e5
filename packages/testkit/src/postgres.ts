import { join } from "node:path";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "@sitemap-scanner/embedded";
import { atEndOfFile } from "./end-of-file.ts";
import { processTarget } from "./process-target.ts";
import { makeTemporaryDirectory, noteProcess } from "./run-directory.ts";

export interface PostgresOptions {
  /** Default: a new one. Give that of a stopped server to start it again with its data. */
  dataDir?: string;
  /** Default: a free port. */
  port?: number;
  /** Server settings by name. */
  settings?: Record<string, string>;
}

export interface TestPostgres extends EmbeddedPostgres {
  dataDir: string;
}

/** Starts a Postgres of the test's own, empty, which may be broken at will. */
export async function startPostgres(options: PostgresOptions = {}): Promise<TestPostgres> {
  const dataDir = options.dataDir ?? join(makeTemporaryDirectory("postgres"), "data");
  const server = await startEmbeddedPostgres({ ...options, dataDir, durable: false });
  const forgetProcess = noteProcess(processTarget(server.pid, { group: false }));
  const forgetRelease = atEndOfFile(() => server.stop());
  void server.exited.finally(() => {
    forgetProcess();
    forgetRelease();
  });
  return { ...server, dataDir };
}
