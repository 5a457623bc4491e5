/** A task that does not end by itself: with a fetcher that hears no signal in a worker of this process. */
import { Writable } from "node:stream";
import { afterEach, expect, it } from "@jest/globals";
import type { Fetcher } from "@sitemap-scanner/fetcher";
import { createLogger, readEnvironment } from "@sitemap-scanner/runtime";
import { composeWorker } from "../../apps/worker/src/compose.ts";
import { onBothBackends, setupScanner } from "./setup.ts";

const URLSET = "<urlset><url><loc>https://pages.example.com/1</loc></url></urlset>";

onBothBackends("a task that hangs and hears no signal", (backend) => {
  const scanner = setupScanner(backend);
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  });

  async function aWorkerThatHangs(env: Record<string, string>) {
    const config = readEnvironment({
      ...scanner.env,
      WORKER_TASK_DEADLINE_MS: "400",
      WORKER_TASK_GRACE_MS: "200",
      WORKER_SHUTDOWN_GRACE_MS: "6000",
      ...env,
    });
    const usedUp = Promise.withResolvers<Error>();
    const deaf: Fetcher = {
      fetch: () => new Promise(() => undefined),
      close: () => undefined,
    };
    const logger = createLogger({ level: "error", service: "test", destination: discard() });
    const worker = composeWorker(config, logger, usedUp.resolve, {
      fetcher: deaf,
    });
    closers.push(() => worker.close());
    await worker.start();
    return { worker, usedUp: usedUp.promise };
  }

  it("is given to another worker after its deadline and the grace, and burns an attempt", async () => {
    const site = await scanner.startSite({ "/robots.txt": "Sitemap: /s.xml\n", "/s.xml": URLSET });
    const api = await scanner.startApi();
    const { worker, usedUp } = await aWorkerThatHangs({ WORKER_CONCURRENCY: "1" });
    const { body } = await api.submit({ base_url: site.origin });

    expect((await usedUp).message).toBe("Cannot go on: 1 of 1 slots are lost to hung tasks");
    await worker.close();
    closers.pop();

    const [task] = await scanner.query<{ last_error: { code: string } }>(
      `select last_error from tasks where job_id = '${body.job_id}'`,
    );
    expect(task).toMatchObject({ last_error: { code: "timeout" } });
    await scanner.startWorker();
    expect(await scanner.finished(body.job_id)).toMatchObject({
      status: "complete",
      pages_found: 1,
    });
  });

  it("fails its job with timeout when every attempt hangs", async () => {
    const site = await scanner.startSite({});
    const api = await scanner.startApi();
    await aWorkerThatHangs({ WORKER_MAX_ATTEMPTS: "2", WORKER_CONCURRENCY: "8" });

    const { body } = await api.submit({ base_url: site.origin });

    expect(await scanner.finished(body.job_id)).toMatchObject({
      status: "failed",
      error: { code: "timeout", message: "The task was not done within 400 ms" },
    });
  });
});

/** The worker says loudly that a task hangs, which is right, and of no use here. */
function discard() {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
