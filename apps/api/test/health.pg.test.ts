import { describe, expect, it } from "@jest/globals";
import { Health, Liveness, Readiness } from "@sitemap-scanner/contracts";
import { recordLoop } from "@sitemap-scanner/database";
import { openBroker } from "@sitemap-scanner/queue";
import { createLogger, readEnvironment } from "@sitemap-scanner/runtime";
import { startRedis, testQueuePrefix, testRedisUrl, waitFor } from "@sitemap-scanner/testkit";
import { sql } from "kysely";
import supertest from "supertest";
import { composeApi } from "../src/index.ts";
import { expectProblem } from "./expect-problem.ts";
import { aJob, aWorker } from "./fixtures.ts";
import { DEAD_REDIS, setupApi } from "./setup.ts";

const withBroker = setupApi();
const withoutBroker = setupApi({ REDIS_URL: DEAD_REDIS });

/** An API whose database is not there. */
function composeWithoutDatabase() {
  const config = readEnvironment({
    DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
    REDIS_URL: DEAD_REDIS,
    LOG_LEVEL: "error",
  });
  const api = composeApi(config, { logger: createLogger({ level: "error", service: "api" }) });
  return { http: supertest(api.app), [Symbol.asyncDispose]: () => api.close() };
}

describe("GET /livez", () => {
  it("answers whatever the stores do", async () => {
    await using api = composeWithoutDatabase();

    expect(Liveness.parse((await api.http.get("/livez")).body)).toEqual({ live: true });
  });
});

describe("GET /readyz", () => {
  it("is ready with both stores", async () => {
    const { stores } = Readiness.parse((await withBroker.http.get("/readyz")).body);

    expect([stores.database.ok, stores.broker.ok, stores.broker.kind]).toEqual([
      true,
      true,
      "redis",
    ]);
  });

  it("is ready without the broker, and says that it is away", async () => {
    const answer = await withoutBroker.http.get("/readyz");

    expect(answer.status).toBe(200);
    expect(Readiness.parse(answer.body).stores.broker.ok).toBe(false);
  });

  it("is not ready without the database", async () => {
    await using api = composeWithoutDatabase();

    expectProblem(await api.http.get("/readyz"), 503, "not_ready");
  });
});

describe("GET /health", () => {
  it("is well with live workers, both stores and no breach", async () => {
    await aWorker(withBroker.db, "worker-1", 1);

    const answer = await withBroker.http.get("/health");

    expect(answer.status).toBe(200);
    expect(Health.parse(answer.body)).toMatchObject({
      ok: true,
      words: [],
      workers: [{ id: "worker-1", alive: true, current_tasks: 0 }],
      violations: [],
    });
  });

  it("says that the broker is away and that no worker lives", async () => {
    await aWorker(withoutBroker.db, "worker-2", 120);

    const answer = await withoutBroker.http.get("/health");

    expect(answer.status).toBe(503);
    expect(Health.parse(answer.body).words).toEqual([
      expect.stringContaining("The broker (redis) does not answer"),
      'No worker is alive: "worker-2" was last seen 2 m ago',
    ]);
  });

  it("names the invariants that are broken", async () => {
    const job = await aJob(withoutBroker.db);
    await withoutBroker.db
      .updateTable("jobs")
      .set({ deadline_at: new Date(0) })
      .where("job_id", "=", job.jobId)
      .execute();

    // A look that is slow on a busy machine is told from the one before, until it has come to its end.
    const { ok, violations } = await waitFor(
      async () => {
        const health = Health.parse((await withoutBroker.http.get("/health")).body);
        return health.words.includes("1 breach of 1 invariant: job_past_deadline") && health;
      },
      { what: "the breach", timeoutMs: 90_000 },
    );

    expect(ok).toBe(false);
    expect(violations).toMatchObject([{ code: "job_past_deadline", subject_id: job.jobId }]);
  }, 100_000);

  it("says within 3 s that the database is away", async () => {
    await using api = composeWithoutDatabase();
    const askedAt = performance.now();

    const answer = await api.http.get("/health");

    expect(performance.now() - askedAt).toBeLessThan(3_500);
    expect(answer.status).toBe(503);
    expect(Health.parse(answer.body).words[0]).toMatch(/^The database does not answer/);
    expect(answer.text).not.toContain("nobody");
  });
});

describe("GET /health of a system that stands still", () => {
  const QUEUE_PREFIX = testQueuePrefix();
  const SILENCE_MS = 200;
  // Nobody relays or reconciles in this API of a test, and no worker takes in.
  const still = setupApi({
    QUEUE_PREFIX,
    HEALTH_LOOP_SILENCE_MS: String(SILENCE_MS),
    HEALTH_PENDING_MS: "30000",
    CANARY_MS: "1000",
    CANARY_URL: "http://127.0.0.1:8000",
    RECONCILE_MS: "3600000",
  });

  /** The first answer with such a word: what stood still before the API began is not told at once. */
  function wordsUntil(pattern: RegExp): Promise<Health> {
    return waitFor(
      async () => {
        const health = Health.parse((await still.http.get("/health")).body);
        return health.words.some((word) => pattern.test(word)) ? health : undefined;
      },
      { what: `words like ${pattern}` },
    );
  }

  it("names every loop that is silent, and for how long", async () => {
    await aWorker(still.db, "worker-1", 1);
    await recordLoop(still.db, "relay");
    await sql`update loops set succeeded_at = now() - interval '190 s' where name = 'relay'`.execute(
      still.db,
    );

    const { words, loops } = await wordsUntil(/^The relay/);

    expect(words).toEqual(
      expect.arrayContaining([
        "The relay has not succeeded for 3 m 10 s: messages stay in the outbox",
        "The reconciler has not succeeded: nobody puts right what is late",
        "The intake has not succeeded: queued domains do not become jobs",
      ]),
    );
    expect(loops.find((loop) => loop.name === "relay")?.seconds_since_success).toBeCloseTo(190, -1);
  });

  it("does not miss an intake while there is no worker to run it", async () => {
    await sql`delete from workers`.execute(still.db);

    const { words } = await wordsUntil(/^The reconciler/);

    expect(words).not.toContainEqual(expect.stringContaining("intake"));
  });

  it("says that no canary comes through", async () => {
    const { words, canary } = await wordsUntil(/^No canary/);

    expect(words).toContainEqual(
      expect.stringMatching(/^No canary has come through yet: (none is|one is) under way/),
    );
    expect(canary).toMatchObject({ age_seconds: null, latency_seconds: null });
  });

  it("says how long the oldest pending job has waited when nobody is there to start it", async () => {
    const job = await aJob(still.db);
    await sql`update jobs set created_at = now() - interval '190 s' where job_id = ${job.jobId}`.execute(
      still.db,
    );

    const { words, oldest_pending_seconds } = await wordsUntil(/^The oldest/);

    expect(words).toContain(
      "The oldest pending job has waited for 3 m 10 s, and nobody is there to start it",
    );
    expect(oldest_pending_seconds).toBeCloseTo(190, -1);
  });

  it("says that the outbox is stuck", async () => {
    await sql`update outbox set available_at = now() - interval '40 s'`.execute(still.db);

    const { words } = await wordsUntil(/^The outbox/);

    expect(words).toContainEqual(
      expect.stringMatching(/^The outbox is stuck: \d messages? due, the first for 4\d s$/),
    );
  });

  it("tells a forgotten pause once work has waited for it, and never one that nobody feels", async () => {
    const logger = createLogger({ level: "error", service: "test" });
    const broker = openBroker({
      redisUrl: testRedisUrl(),
      databaseUrl: "",
      prefix: QUEUE_PREFIX,
      logger,
    });
    await broker.queues[0]?.pause();
    await sql`update outbox set available_at = now()`.execute(still.db);

    const fresh = Health.parse((await still.http.get("/health")).body);
    await sql`update outbox set available_at = now() - interval '50 s'`.execute(still.db);
    const late = await wordsUntil(/^The queue is paused/);

    await broker.queues[0]?.resume();
    await broker.close();
    expect(fresh.paused).toBe(true);
    expect(fresh.words).not.toContainEqual(expect.stringContaining("paused"));
    expect(late.words).toContainEqual(
      expect.stringMatching(/^The queue is paused, and work has waited for 5\d s: resume it/),
    );
  });
});

describe("GET /health on a Redis that may forget", () => {
  it("says so", async () => {
    const redis = await startRedis();
    await redis.send("CONFIG SET maxmemory-policy allkeys-lru");
    const config = readEnvironment({
      DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
      REDIS_URL: redis.url,
    });
    const api = composeApi(config, { logger: createLogger({ level: "error", service: "api" }) });

    const answer = await supertest(api.app).get("/health");

    await api.close();
    await redis.stop();
    expect(Health.parse(answer.body).words).toContainEqual(
      expect.stringContaining("Redis evicts keys (maxmemory-policy allkeys-lru)"),
    );
  });
});

describe("the API without its database", () => {
  it("answers that it is not ready, and tells nothing of the database", async () => {
    await using api = composeWithoutDatabase();

    const answer = await api.http.post("/api/v3/sitemap/scan").send({ base_url: "example.com" });

    const problem = expectProblem(answer, 503, "not_ready");
    expect(problem.detail).toBeUndefined();
    expect(answer.headers["retry-after"]).toBe("5");
    expect(answer.text).not.toMatch(/ECONN|127\.0\.0\.1|nobody/);
  });
});
