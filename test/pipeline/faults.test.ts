import { expect, it } from "@jest/globals";
import { aSiteThatPauses } from "./pausing-site.ts";
import { onBothBackends, setupScanner } from "./setup.ts";

onBothBackends("a worker", (backend) => {
  const scanner = setupScanner(backend);

  it("killed in the middle of a file is replaced: no page twice, counters equal to rows", async () => {
    const { site, middleOfFile, expectAllPagesOnce } = await aSiteThatPauses(scanner);
    const api = await scanner.startApi();
    const first = await scanner.startWorker();
    const { body } = await api.submit({ base_url: site.origin, max_pages: 100_000 });
    await middleOfFile(body.job_id);

    first.kill("SIGKILL");
    await first.exited;
    await scanner.startWorker();

    await expectAllPagesOnce(body.job_id);
    expect(
      await scanner.query(
        `select rescues, lease from tasks where job_id = '${body.job_id}' and kind = 'sitemap'`,
      ),
    ).toEqual([{ rescues: 1, lease: 2 }]);
  }, 90_000);

  it("told to stop in the middle of a file hands it back, burns no attempt, and exits with 0", async () => {
    const { site, middleOfFile, expectAllPagesOnce } = await aSiteThatPauses(scanner);
    const api = await scanner.startApi();
    const first = await scanner.startWorker();
    const { body } = await api.submit({ base_url: site.origin, max_pages: 100_000 });
    await middleOfFile(body.job_id);

    first.kill("SIGTERM");

    expect(await first.exited).toEqual({ code: 0, signal: null });
    expect(
      await scanner.query(
        `select status, status_reason, attempt, rescues from tasks
         where job_id = '${body.job_id}' and kind = 'sitemap'`,
      ),
    ).toEqual([{ status: "pending", status_reason: "worker_stopped", attempt: 0, rescues: 0 }]);
    await scanner.startWorker();
    await expectAllPagesOnce(body.job_id);
  }, 90_000);

  it("that was given up for dead writes nothing when it comes back", async () => {
    const { site, release, middleOfFile, expectAllPagesOnce } = await aSiteThatPauses(scanner);
    const api = await scanner.startApi();
    const zombie = await scanner.startWorker();
    const { body } = await api.submit({ base_url: site.origin, max_pages: 100_000 });
    await middleOfFile(body.job_id);

    zombie.kill("SIGSTOP");
    await scanner.startWorker();
    await expectAllPagesOnce(body.job_id);
    release();
    zombie.kill("SIGCONT");
    await zombie.waitForLine(/lease lost/);

    await expectAllPagesOnce(body.job_id);
  }, 90_000);
});
