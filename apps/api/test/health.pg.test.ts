import { describe, expect, it } from "@jest/globals";
import { Health, Liveness, Readiness } from "@sitemap-scanner/contracts";
import { createLogger, readEnvironment } from "@sitemap-scanner/runtime";
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

    const { ok, words, violations } = Health.parse((await withoutBroker.http.get("/health")).body);

    expect(ok).toBe(false);
    expect(words).toContain("1 breach of 1 invariant: job_past_deadline");
    expect(violations).toMatchObject([{ code: "job_past_deadline", subject_id: job.jobId }]);
  });

  it("says that the database is away", async () => {
    await using api = composeWithoutDatabase();

    const answer = await api.http.get("/health");

    expect(answer.status).toBe(503);
    expect(Health.parse(answer.body).words[0]).toMatch(/^The database does not answer/);
    expect(answer.text).not.toContain("nobody");
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
