import { expect, it } from "@jest/globals";
import { expectSeen } from "./expect-seen.ts";
import { setupConsole } from "./setup.ts";

/** How long a worker may be silent before it counts as gone: a twentieth of the default. */
const SILENCE_MS = 1_500;
/** The console asks every 5 s, and the API looks again at once. */
const TOLD_WITHIN_MS = SILENCE_MS + 5_000 + 2_000;

const web = setupConsole({ HEALTH_WORKER_SILENCE_MS: String(SILENCE_MS) });

it("says on every page that no worker is alive within the time of the promise, until one is", async () => {
  web.expectFault(`answer: 503 GET ${web.api.origin}/health`);
  const page = await web.open("/workers");
  const banner = page.getByRole("region", { name: "What is wrong" });
  await expectSeen(page.getByText("1 worker alive"));
  expect(await banner.count()).toBe(0);

  web.worker.kill("SIGKILL");
  await web.worker.exited;

  await banner.getByText(/^No worker is alive/).waitFor({ timeout: TOLD_WITHIN_MS });
  await expectSeen(page.getByText("gone without a word"));
  await expectSeen(page.getByText("node apps/worker/src/main.ts"));
  await page.getByRole("link", { name: "Scans" }).click();
  await expectSeen(banner);

  await web.scanner.startWorker({ HEALTH_WORKER_SILENCE_MS: String(SILENCE_MS) });

  await banner.waitFor({ state: "detached", timeout: TOLD_WITHIN_MS });
});
