/** A worker that computes and computes: it is missed, replaced, and writes nothing when it comes to itself. */
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, it } from "@jest/globals";
import { freePort, makeTemporaryDirectory, waitFor } from "@sitemap-scanner/testkit";
import { parseExposition, valueOf } from "../../apps/api/test/exposition.ts";
import { aSiteThatPauses } from "../pipeline/pausing-site.ts";
import { onBothBackends, setupScanner } from "../pipeline/setup.ts";
import { doctor, explain, healthUntil, readHealth } from "../pipeline/telling.ts";

const PRELOAD = join(import.meta.dirname, "preloads/busy-event-loop.ts");
const SILENCE_S = 1.5;

onBothBackends("a worker whose event loop stands still for longer than its lease", (backend) => {
  const scanner = setupScanner(backend);
  let busyWhile = "";
  afterEach(() => rm(busyWhile, { force: true }));

  async function startWorkerThatCanBeBusy() {
    const port = await freePort();
    busyWhile = join(makeTemporaryDirectory("busy"), "busy");
    const worker = await scanner.startWorker({
      NODE_OPTIONS: `--import=${PRELOAD}`,
      BUSY_WHILE: busyWhile,
      WORKER_HEALTH_PORT: String(port),
    });
    return {
      worker,
      readMetrics: async () =>
        parseExposition(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()),
      async beBusy() {
        await writeFile(busyWhile, "");
        worker.kill("SIGUSR2");
      },
      comeToItself: () => rm(busyWhile),
    };
  }

  it("is told to be missing, replaced, and writes nothing when it goes on", async () => {
    const { site, release, middleOfFile, expectAllPagesOnce } = await aSiteThatPauses(scanner, {
      urls: 10_000,
    });
    const [api, busy] = await Promise.all([
      scanner.startApi({ HEALTH_WORKER_SILENCE_MS: String(SILENCE_S * 1_000) }),
      startWorkerThatCanBeBusy(),
    ]);
    const { body } = await api.submit({ base_url: site.origin, max_pages: 100_000 });
    await middleOfFile(body.job_id);

    await busy.beBusy();

    const { health } = await healthUntil(api, ({ ok }) => !ok, "the worker to be missed");
    expect(health.words[0]).toMatch(/^No worker is alive: ".+" was last seen .+ s ago$/);
    expect(await doctor(api)).toMatchObject({
      code: 1,
      printed: expect.stringMatching(/^No worker is alive/m),
    });
    await waitFor(async () => /no worker has been seen/.test(await explain(api, body.job_id)), {
      what: "the job to say what it waits for",
    });
    const asked = busy.readMetrics();
    await scanner.startWorker();
    await expectAllPagesOnce(body.job_id);
    expect((await readHealth(api)).health.workers.filter(({ alive }) => alive)).toHaveLength(1);

    release();
    await busy.comeToItself();
    await busy.worker.waitForLine(/lease lost/);

    expect(valueOf(await asked, "nodejs_eventloop_lag_max_seconds")).toBeGreaterThan(SILENCE_S);
    await healthUntil(
      api,
      ({ ok, workers }) => ok && workers.every(({ alive }) => alive),
      "both workers to be seen",
    );
    await expectAllPagesOnce(body.job_id);
    expect(
      await scanner.query(
        `select rescues, lease from tasks where job_id = '${body.job_id}' and kind = 'sitemap'`,
      ),
    ).toEqual([{ rescues: 1, lease: 2 }]);
  }, 90_000);
});
