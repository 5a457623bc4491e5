/** When every worker is gone, whoever is asked says so: health, doctor, metrics and explain alike. */
import { expect, it } from "@jest/globals";
import { urlset, waitFor } from "@sitemap-scanner/testkit";
import { setupScanner, type Api } from "./setup.ts";
import { doctor, explain, healthUntil, readHealth, readMetric } from "./telling.ts";

/** A minute, scaled down. */
const QUICK = { HEALTH_WORKER_SILENCE_MS: "1500", HEALTH_PENDING_MS: "1000", CANARY_MS: "0" };

const scanner = setupScanner("redis");

function untilAlive(api: Api, amount: number): Promise<boolean> {
  return waitFor(async () => (await readMetric(api, "workers_alive")) === amount, {
    what: `the metric to tell ${amount} workers`,
    timeoutMs: 10_000,
  });
}

it("is told everywhere while every worker is gone, and all is green without a restart when one is back", async () => {
  const site = await scanner.startSite({
    "/sitemap.xml": urlset(["https://pages.example.com/1"]),
  });
  const api = await scanner.startApi(QUICK);
  const worker = await scanner.startWorker(QUICK);
  await healthUntil(api, ({ ok }) => ok, "a healthy system");
  await untilAlive(api, 1);
  expect(await doctor(api)).toMatchObject({
    code: 0,
    printed: expect.stringContaining("All is well."),
  });

  worker.kill("SIGKILL");
  await worker.exited;
  const { body } = await api.submit({ base_url: site.origin });

  const down = await healthUntil(api, ({ ok }) => !ok, "the health to miss its workers");
  expect(down.status).toBe(503);
  expect(down.health.words[0]).toMatch(/^No worker is alive: ".+" was last seen .+ s ago$/);
  await waitFor(
    async () =>
      (await readHealth(api)).health.words.some((word) => word.startsWith("The oldest pending")),
    { what: "the pending job to be told" },
  );
  const sick = await doctor(api);
  expect(sick.code).toBe(1);
  expect(sick.printed).toMatch(/^No worker is alive/m);
  await untilAlive(api, 0);
  expect(await explain(api, body.job_id)).toMatch(/^pending: no worker has been seen for .+ s$/);

  await scanner.startWorker(QUICK);

  expect(await scanner.finished(body.job_id)).toMatchObject({ status: "complete", pages_found: 1 });
  const up = await healthUntil(api, ({ ok }) => ok, "the health to be well again");
  expect(up.status).toBe(200);
  expect((await doctor(api)).code).toBe(0);
  await untilAlive(api, 1);
});
