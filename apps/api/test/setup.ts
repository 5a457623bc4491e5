import { afterAll, beforeAll } from "@jest/globals";
import { openDatabase, type Db } from "@sitemap-scanner/database";
import { createLogger, readEnvironment } from "@sitemap-scanner/runtime";
import {
  createTestDatabase,
  testQueuePrefix,
  testRedisUrl,
  watchLoggedLine,
} from "@sitemap-scanner/testkit";
import { Writable } from "node:stream";
import supertest from "supertest";
import { z } from "zod";
import { composeApi, type Api } from "../src/index.ts";
import { checkAnswers } from "./openapi-answers.ts";

/** Nobody listens there, and nothing that is refused is waited for. */
export const DEAD_REDIS = "redis://127.0.0.1:1";

export interface TestApi {
  readonly db: Db;
  readonly http: ReturnType<typeof supertest>;
  /** Where it listens: `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** Every line that was logged. */
  readonly log: Record<string, unknown>[];
  /** Rows of jobs and domains: what a refused request must leave as it was. */
  countRows(): Promise<number>;
}

/**
 * An API on a database of its own for each test file, there from the first test on. Its relay
 * delivers nothing, so that jobs stay as the test leaves them. A test fails whose answers are not as the
 * OpenAPI document has them.
 */
export function setupApi(env: Record<string, string | undefined> = {}): TestApi {
  checkAnswers();
  const log: Record<string, unknown>[] = [];
  let open: { api: Api; db: Db; origin: string; drop: () => Promise<void> } | undefined;

  beforeAll(async () => {
    const { url, drop } = await createTestDatabase();
    const config = readEnvironment({
      DATABASE_URL: url,
      REDIS_URL: testRedisUrl(),
      QUEUE_PREFIX: testQueuePrefix(),
      PORT: "0",
      CANARY_MS: "0",
      LOG_LEVEL: "debug",
      ...env,
    });
    const logger = createLogger({ level: "debug", service: "api", destination: logInto(log) });
    const api = composeApi(config, { logger, relay: { poll: false, kick: false } });
    const { port } = await api.start();
    const db = openDatabase({ url, applicationName: "test" });
    open = { api, db, origin: `http://127.0.0.1:${port}`, drop };
  });
  afterAll(async () => {
    await open?.api.close();
    await open?.db.destroy();
    await open?.drop();
  });

  const opened = () => {
    if (!open) throw new Error("Cannot use the API before the first test");
    return open;
  };
  return {
    log,
    get db() {
      return opened().db;
    },
    get origin() {
      return opened().origin;
    },
    get http() {
      return supertest(opened().origin);
    },
    async countRows() {
      const jobs = await opened().db.selectFrom("jobs").select("job_id").execute();
      const domains = await opened().db.selectFrom("domains").select("id").execute();
      return jobs.length + domains.length;
    },
  };
}

const LogLine = z.record(z.string(), z.unknown());

function logInto(log: Record<string, unknown>[]): Writable {
  return new Writable({
    write(line: Buffer, _encoding, done) {
      watchLoggedLine(line.toString());
      log.push(LogLine.parse(JSON.parse(line.toString())));
      done();
    },
  });
}
