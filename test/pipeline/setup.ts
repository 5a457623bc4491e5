import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe } from "@jest/globals";
import { openDatabase, type Db } from "@sitemap-scanner/database";
import {
  createTestDatabase,
  freePort,
  startProcess,
  startSite,
  testRedisUrl,
  waitFor,
  type RunningProcess,
  type Site,
} from "@sitemap-scanner/testkit";
import { sql } from "kysely";

const ROOT = join(import.meta.dirname, "../..");

export type Backend = "redis" | "postgres";

/** `npm test` tries the pipeline on Redis, to be done in minutes; `npm run faults` on both. */
const BACKENDS: Backend[] =
  process.env["TEST_BACKENDS"] === "both" ? ["redis", "postgres"] : ["redis"];

/** Every test of the pipeline holds on both of BullMQ's back ends. */
export function onBothBackends(name: string, tests: (backend: Backend) => void): void {
  describe.each<Backend>(BACKENDS)(`${name}, on %s`, (backend) => {
    tests(backend);
  });
}

/** What a test has to do with: a database of its own, and processes and sites that end with it. */
export interface Scanner {
  readonly db: Db;
  /** The environment that its processes run with. */
  readonly env: Record<string, string>;
  /** @param key what its scans are asked for with; absent: access is off */
  startApi(env?: Record<string, string>, key?: string): Promise<Api>;
  startWorker(env?: Record<string, string>): Promise<RunningProcess>;
  startSite(...args: Parameters<typeof startSite>): Promise<Site>;
  query<T>(statement: string): Promise<T[]>;
  /** The job, as soon as it has ended. */
  finished(jobId: string, timeoutMs?: number): Promise<FinishedJob>;
}

export interface Api {
  process: RunningProcess;
  origin: string;
  submit(body: object): Promise<{ status: number; body: { job_id: string; code?: string } }>;
}

export interface FinishedJob {
  status: string;
  pages_found: number;
  pages_new: number;
  sitemaps_found: number;
  sitemaps_read: number;
  sitemaps_failed: number;
  error: { code: string; message: string } | null;
}

/**
 * Set up before the tests of the enclosing `describe`. Its processes and sites end with each test, or with
 * the last one.
 */
export function setupScanner(backend: Backend, end: "each" | "all" = "each"): Scanner {
  const closers: (() => Promise<unknown>)[] = [];
  let db: Db | undefined;
  let drop: (() => Promise<void>) | undefined;
  const env: Record<string, string> = {};

  beforeAll(async () => {
    const database = await createTestDatabase();
    drop = database.drop;
    db = openDatabase({ url: database.url, applicationName: "test" });
    Object.assign(env, scannerEnvironment(database.url, backend));
  });
  const endAll = async (): Promise<void> => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  if (end === "each") afterEach(endAll);
  afterAll(async () => {
    await endAll();
    await db?.destroy();
    await drop?.();
  });

  const scanner: Scanner = {
    get db() {
      if (!db) throw new Error("Cannot use the database before the first test");
      return db;
    },
    env,
    async startApi(extra = {}, key) {
      for (let attempt = 1; ; attempt += 1) {
        const port = String(await freePort());
        try {
          const env = { ...extra, PORT: port };
          const child = await start("apps/api/src/main.ts", env, /api listening/);
          return apiOf(child, `http://127.0.0.1:${port}`, key);
        } catch (error) {
          // Somebody's connection took the port in between.
          if (attempt === 3 || !String(error).includes("EADDRINUSE")) throw error;
        }
      }
    },
    startWorker: (extra = {}) => start("apps/worker/src/main.ts", extra, /worker started/),
    async startSite(...args) {
      const site = await startSite(...args);
      closers.push(() => site.close());
      return site;
    },
    async query<T>(statement: string) {
      return (await sql<T>`${sql.raw(statement)}`.execute(scanner.db)).rows;
    },
    finished: (jobId, timeoutMs = 30_000) =>
      waitFor(
        async () => {
          const [job] = await scanner.query<FinishedJob & { finished_at: Date | null }>(
            `select * from jobs where job_id = '${jobId}'`,
          );
          return job?.finished_at ? job : undefined;
        },
        { timeoutMs, what: `job ${jobId} to end` },
      ),
  };

  async function start(file: string, extra: Record<string, string>, readyLine: RegExp) {
    const child = await startProcess({
      args: [join(ROOT, file)],
      env: { ...env, ...extra },
      cwd: ROOT,
      readyLine,
    });
    closers.push(async () => {
      child.kill("SIGKILL");
      await child.exited;
    });
    return child;
  }

  return scanner;
}

function scannerEnvironment(databaseUrl: string, backend: Backend): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    ...(backend === "redis" && { REDIS_URL: testRedisUrl() }),
    QUEUE_PREFIX: `test-${randomUUID()}`,
    FETCH_ALLOW_PRIVATE: "127.0.0.0/8",
    RELAY_POLL_MS: "100",
    INTAKE_MS: "100",
    // It has a test of its own; in others its rows would be counted.
    CANARY_MS: "0",
    // Short, so that a rescue takes two seconds and not twenty.
    WORKER_BEAT_MS: "300",
    WORKER_LEASE_MS: "1500",
    RECONCILE_MS: "300",
    WORKER_BACKOFF_BASE_MS: "100",
  };
}

function apiOf(child: RunningProcess, origin: string, key: string | undefined): Api {
  return {
    process: child,
    origin,
    async submit(body) {
      const response = await fetch(`${origin}/api/v3/sitemap/scan`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
        },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as { job_id: string } };
    },
  };
}
