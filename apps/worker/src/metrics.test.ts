import { describe, expect, it } from "@jest/globals";
import { OUTCOMES } from "@sitemap-scanner/contracts";
import { createFetcher } from "@sitemap-scanner/fetcher";
import { createMetrics, createProcessMetrics } from "@sitemap-scanner/runtime";
import { startSite } from "@sitemap-scanner/testkit";
import { parseExposition, valueOf } from "../../api/test/exposition.ts";
import { startHealthServer } from "./health-server.ts";
import { countFetches } from "./metrics-of-fetches.ts";
import { createWorkerMetrics, timeRuns } from "./metrics.ts";
import type { TaskRunner } from "./task-runner.ts";

const OURS = "sitemap_scanner_";

function setup() {
  const metrics = createMetrics();
  const counts = createWorkerMetrics(metrics);
  return { metrics, counts, read: async () => parseExposition(await metrics.expose()) };
}

describe("the metrics of a worker", () => {
  it("are all there at zero before anything has happened, in seconds and bytes", async () => {
    const families = await setup().read();

    expect([...families].map(([name, { type }]) => [name, type])).toEqual([
      [`${OURS}stale_doorbells_total`, "counter"],
      [`${OURS}hung_tasks_total`, "counter"],
      [`${OURS}leases_lost_total`, "counter"],
      [`${OURS}pages_written_total`, "counter"],
      [`${OURS}fetches_total`, "counter"],
      [`${OURS}fetched_bytes_total`, "counter"],
      [`${OURS}task_duration_seconds`, "histogram"],
      [`${OURS}webhook_attempts_total`, "counter"],
    ]);
    const outcomes = families.get(`${OURS}fetches_total`)?.samples ?? [];
    expect(outcomes.map(({ labels }) => labels)).toEqual(
      Object.keys(OUTCOMES).map((outcome) => ({ outcome })),
    );
    expect(outcomes.every(({ value }) => value === 0)).toBe(true);
  });

  it("count a fetch once by its outcome, and the bytes as they came", async () => {
    const { counts, read } = setup();
    const site = await startSite({ "/a": "x".repeat(1_000), "/b": { status: 403, body: "no" } });
    const fetcher = countFetches(
      createFetcher({ userAgent: "test", allowPrivate: ["127.0.0.0/8"] }),
      counts,
    );

    const response = await fetcher.fetch(`${site.origin}/a`);
    let bytes = 0;
    for await (const chunk of response.body) bytes += chunk.byteLength;
    (await fetcher.fetch(`${site.origin}/a`)).discard();
    await expect(fetcher.fetch(`${site.origin}/b`)).rejects.toThrow("Cannot fetch");
    fetcher.close();

    const families = await read();
    expect(bytes).toBe(1_000);
    expect(valueOf(families, `${OURS}fetched_bytes_total`)).toBe(1_000);
    expect(valueOf(families, `${OURS}fetches_total`, { outcome: "ok" })).toBe(2);
    expect(valueOf(families, `${OURS}fetches_total`, { outcome: "forbidden" })).toBe(1);
  });

  it("time a task whether it succeeds or throws", async () => {
    const seconds: number[] = [];
    const runner: TaskRunner = {
      run: (_task, signal) => (signal.aborted ? Promise.reject(signal.reason) : Promise.resolve()),
      fail: () => Promise.resolve(),
    };
    const timed = timeRuns(runner, (each) => seconds.push(each));
    // The runner of this test does not look at its task.
    const task = {} as Parameters<TaskRunner["run"]>[0];

    await timed.run(task, new AbortController().signal);
    await expect(timed.run(task, AbortSignal.abort(new Error("stop")))).rejects.toThrow("stop");

    expect(seconds).toHaveLength(2);
  });

  it("are served beside the liveness of the worker", async () => {
    const worker = { id: "worker-1", metrics: createProcessMetrics(), isAlive: () => false };
    const server = await startHealthServer({ host: "127.0.0.1", port: 0 }, worker);
    const address = server.address();
    const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;

    const metrics = await fetch(`${origin}/metrics`);
    const families = parseExposition(await metrics.text());
    const live = await fetch(`${origin}/livez`);
    const other = await fetch(`${origin}/`);

    server.close();
    expect(metrics.headers.get("content-type")).toContain("text/plain; version=0.0.4");
    expect(valueOf(families, "nodejs_eventloop_lag_p99_seconds")).toBeGreaterThanOrEqual(0);
    expect([live.status, await live.json()]).toEqual([
      503,
      { alive: false, worker_id: "worker-1" },
    ]);
    expect(other.status).toBe(404);
  });
});
