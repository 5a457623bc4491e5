import { describe, expect, it } from "@jest/globals";
import { recordBrokerWindow, recordLoop } from "@sitemap-scanner/database";
import { createLogger, readEnvironment } from "@sitemap-scanner/runtime";
import { waitFor } from "@sitemap-scanner/testkit";
import { sql } from "kysely";
import supertest from "supertest";
import { composeApi } from "../src/index.ts";
import { VIOLATION_CODES } from "../src/metrics/database-metrics.ts";
import { parseExposition, valueOf, type Family } from "./exposition.ts";
import { aJob, aWorker, endJob, startJob } from "./fixtures.ts";
import { DEAD_REDIS, setupApi } from "./setup.ts";

const OURS = "sitemap_scanner_";
const api = setupApi();

/** What is known at once, as nothing else may ever be in a label. */
const LABELS: Record<string, { label: string; values: readonly string[] }> = {
  [`${OURS}jobs`]: {
    label: "status",
    values: ["pending", "running", "complete", "failed", "cancelled"],
  },
  [`${OURS}oldest_job_age_seconds`]: { label: "status", values: ["pending", "running"] },
  [`${OURS}invariant_violations`]: { label: "code", values: VIOLATION_CODES },
  [`${OURS}broker_fault`]: { label: "fault", values: ["refuses_writes", "evicts_keys"] },
  [`${OURS}loop_last_success_age_seconds`]: {
    label: "loop",
    values: ["relay", "reconciler", "intake", "canary"],
  },
  [`${OURS}webhook_deliveries`]: { label: "status", values: ["pending", "held", "failed"] },
  [`${OURS}outbox_publishes_total`]: {
    label: "result",
    values: ["published", "refused", "broker_away"],
  },
  [`${OURS}reconciler_findings_total`]: {
    label: "rule",
    values: ["R2", "R3", "R4", "R5", "R6", "R7", "R8"],
  },
};

async function scrape(of = api.http): Promise<Map<string, Family>> {
  const answer = await of.get("/metrics");
  expect(answer.status).toBe(200);
  expect(answer.headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
  return parseExposition(answer.text);
}

/** The database is read once in 2 s, so the newest may take that long to show. */
function scrapeUntil(is: (families: Map<string, Family>) => boolean) {
  return waitFor(
    async () => {
      const families = await scrape();
      return is(families) ? families : undefined;
    },
    { what: "the metrics to show it", everyMs: 200 },
  );
}

describe("GET /metrics", () => {
  it("names, types and explains every metric as Prometheus wants it", async () => {
    const families = await scrape();

    for (const [name, { type, help }] of families) {
      expect(name).toMatch(/^(sitemap_scanner|nodejs|process)_[a-z0-9_]+$/);
      expect(help.length).toBeGreaterThan(10);
      if (!name.startsWith(OURS)) continue;
      expect([name, type]).toEqual([name, name.endsWith("_total") ? "counter" : "gauge"]);
      // Base units: whatever is a time is in seconds.
      expect(name).not.toMatch(/_(ms|millis|milliseconds|minutes|kb|mb|percent)(_|$)/);
    }
  });

  it("has all that this process, the database and the broker tell", async () => {
    await recordBrokerWindow(api.db, "sitemap-tasks", 1_000);
    for (const loop of ["relay", "reconciler", "intake", "canary"] as const)
      await recordLoop(api.db, loop);

    const families = await scrapeUntil((all) => all.has(`${OURS}broker_window_messages`));

    expect([...families.keys()].filter((name) => name.startsWith(OURS)).toSorted()).toEqual(
      [
        "broker_fault",
        "broker_up",
        "broker_window_messages",
        "canary_enabled",
        "database_up",
        "domains_queued",
        "invariant_violations",
        "jobs",
        "loop_last_success_age_seconds",
        "oldest_job_age_seconds",
        "outbox_oldest_published_unstarted_age_seconds",
        "outbox_oldest_unpublished_age_seconds",
        "outbox_published_unstarted_messages",
        "outbox_publishes_total",
        "outbox_unpublished_messages",
        "reconciler_findings_total",
        "webhook_deliveries",
        "webhook_endpoints_disabled",
        "webhook_oldest_due_age_seconds",
        "workers_alive",
      ].map((name) => OURS + name),
    );
    expect([...families.keys()]).toEqual(
      expect.arrayContaining(["nodejs_eventloop_lag_p99_seconds", "process_start_time_seconds"]),
    );
  });

  it("has no label but those it lists, each with all its values from the beginning", async () => {
    const families = await scrapeUntil((all) => all.has(`${OURS}loop_last_success_age_seconds`));

    for (const [name, { samples }] of families) {
      if (!name.startsWith(OURS)) continue;
      const known = LABELS[name];
      const labels = samples.map((sample) => sample.labels);
      expect([name, labels]).toEqual([
        name,
        known ? known.values.map((value) => ({ [known.label]: value })) : [{}],
      ]);
    }
  });

  it("knows every code of the view of breaches", async () => {
    const { rows } = await sql<{ code: string }>`
      select distinct (regexp_matches(
        pg_get_viewdef('invariant_violations'::regclass) || pg_get_viewdef('invariant_breaches_of_jobs'::regclass),
        '''([a-z_]+)''::text AS code', 'g'))[1] as code`.execute(api.db);
    const later = await sql<{ code: string }>`
      select distinct (regexp_matches(
        pg_get_viewdef('invariant_violations'::regclass) || pg_get_viewdef('invariant_breaches_of_jobs'::regclass),
        'SELECT ''([a-z_]+)''::text', 'g'))[1] as code`.execute(api.db);

    const codes = new Set([...rows, ...later.rows].map((row) => row.code));

    expect([...codes].toSorted()).toEqual([...VIOLATION_CODES].toSorted());
  });

  it("moves with jobs, messages, workers and breaches, and leaves canaries out", async () => {
    const live = await aJob(api.db);
    await sql`update jobs set created_at = now() - interval '40 s' where job_id = ${live.jobId}`.execute(
      api.db,
    );
    await startJob(api.db, await aJob(api.db));
    const canary = await aJob(api.db);
    await sql`update jobs set source = 'canary' where job_id = ${canary.jobId}`.execute(api.db);
    const ended = await aJob(api.db);
    await startJob(api.db, ended);
    await endJob(api.db, ended, { status: "failed", error: { code: "x", message: "x" } });
    await aWorker(api.db, "alive", 1);
    await aWorker(api.db, "gone", 60);
    await sql`update jobs set deadline_at = now() - interval '1 s' where job_id = ${live.jobId}`.execute(
      api.db,
    );

    const breach = { code: "job_past_deadline" };
    const families = await scrapeUntil(
      (all) =>
        valueOf(all, `${OURS}workers_alive`) === 1 &&
        valueOf(all, `${OURS}invariant_violations`, breach) === 1,
    );

    const value = (name: string, labels = {}) => valueOf(families, OURS + name, labels);
    expect(value("jobs", { status: "pending" })).toBe(1);
    expect(value("jobs", { status: "running" })).toBe(1);
    expect(value("jobs", { status: "failed" })).toBe(1);
    expect(value("oldest_job_age_seconds", { status: "pending" })).toBeGreaterThanOrEqual(40);
    expect(value("outbox_unpublished_messages")).toBe(2);
    expect(value("outbox_published_unstarted_messages")).toBe(0);
    expect(value("invariant_violations", { code: "window_exceeded" })).toBe(0);
  });

  it("says that database and broker are away, and nothing else that they would tell", async () => {
    const config = readEnvironment({
      DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
      REDIS_URL: DEAD_REDIS,
    });
    const away = composeApi(config, { logger: createLogger({ level: "error", service: "api" }) });

    const families = await scrape(supertest(away.app));

    await away.close();
    expect(valueOf(families, `${OURS}database_up`)).toBe(0);
    expect(valueOf(families, `${OURS}broker_up`)).toBe(0);
    expect([...families.keys()].filter((name) => name.startsWith(OURS)).toSorted()).toEqual(
      [
        "broker_fault",
        "broker_up",
        "canary_enabled",
        "database_up",
        "outbox_publishes_total",
        "reconciler_findings_total",
      ].map((name) => OURS + name),
    );
  });

  it("goes on counting what the process itself uses", async () => {
    const before = valueOf(await scrape(), "process_cpu_seconds_total") ?? 0;

    const after = await waitFor(
      async () => {
        const now = valueOf(await scrape(), "process_cpu_seconds_total") ?? 0;
        return now > before ? now : undefined;
      },
      { what: "the CPU time to grow" },
    );

    expect(after).toBeGreaterThan(before);
  });

  it("is read and not written", async () => {
    expect((await api.http.post("/metrics")).status).toBe(405);
  });
});
