import { readEnvironment } from "@sitemap-scanner/runtime";
import { SAMPLE_SITE_ADDRESS } from "./sample-site/start-sample-site.ts";

/** Scanning the sample site needs permission, and nothing else on this machine shall have it. */
const SAMPLE_SITE = `${SAMPLE_SITE_ADDRESS}/32`;

/** Each lookup of a name takes one, and keeps it while its name server is silent; by itself Node has four. */
const THREADS = "32";

/** Stands for the URL that is not known before Postgres runs. */
const ANY_DATABASE = "postgres://127.0.0.1/postgres";

export interface DevSettings {
  /** An absolute path. */
  dataDir: string;
  /** Port of the API; 0: any. */
  port: number;
  redisUrl: string | null;
  /** Whether the API asks for a key. */
  asksForKey: boolean;
  /** How long a worker may take to hand its tasks back, in ms. */
  workerGraceMs: number;
  /** What API and worker get: our own environment, with what the embedded stack decides. */
  environmentFor(stack: { databaseUrl: string; port: number }): NodeJS.ProcessEnv;
}

/**
 * Reads what `dev` is told by the environment: `DATA_DIR`, `PORT`, `REDIS_URL`, and whatever API and
 * worker understand, which is checked here so that a fault is told at once.
 * @param opensSampleSite whether the sample site may be scanned
 * @throws {ConfigError} naming every faulty variable
 */
export function readDevSettings(env: NodeJS.ProcessEnv, opensSampleSite: boolean): DevSettings {
  const own = {
    ...env,
    MODE: "development",
    HOST: "127.0.0.1",
    UV_THREADPOOL_SIZE: env["UV_THREADPOOL_SIZE"]?.trim() || THREADS,
    ...(opensSampleSite && { FETCH_ALLOW_PRIVATE: withSampleSite(env["FETCH_ALLOW_PRIVATE"]) }),
  };
  const config = readEnvironment({ ...own, DATABASE_URL: ANY_DATABASE });
  return {
    dataDir: config.dataDir,
    port: config.http.port,
    redisUrl: config.queue.redisUrl,
    asksForKey: config.auth.mode === "keys",
    workerGraceMs: config.worker.shutdownGraceMs,
    environmentFor: ({ databaseUrl, port }) => ({
      ...own,
      PORT: String(port),
      DATA_DIR: config.dataDir,
      DATABASE_URL: databaseUrl,
    }),
  };
}

function withSampleSite(allowed: string | undefined): string {
  return allowed?.trim() ? `${allowed},${SAMPLE_SITE}` : SAMPLE_SITE;
}
