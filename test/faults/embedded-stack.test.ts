/** The embedded stack when somebody is hasty, comes twice, or kills a part of it. */
import { describe, expect, it } from "@jest/globals";
import { freePort, isRunning, waitFor } from "@sitemap-scanner/testkit";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { StackFile } from "../../apps/cli/src/dev/stack-file.ts";
import { aStack, pidsOf, stackOf, START } from "../../apps/cli/test/embedded-stack.ts";
import { runCli, startCli } from "../../apps/cli/test/run-cli.ts";

describe("dev", () => {
  it("stops while it is still starting", async () => {
    const env = await aStack();
    const dev = await startCli(["dev"], env);
    await dev.waitForLine(/^Starting API and worker/, START);

    dev.kill("SIGINT");

    expect(await dev.exited).toEqual({ code: 0, signal: null });
    expect(existsSync(join(env.DATA_DIR, "dev.lock"))).toBe(false);
  }, 120_000);

  it("refuses to run twice on one directory, and starts again what died", async () => {
    const env = await aStack();
    const dev = await startCli(["dev"], env);
    await dev.waitForLine(/^The stack is up/, START);
    const before = stackOf(env);

    const second = await runCli(["dev"], { ...env, PORT: String(await freePort()) });
    process.kill(before.pids.api, "SIGKILL");
    process.kill(before.pids.worker, "SIGKILL");
    const after = await waitFor(() => restarted(env, before), {
      what: "API and worker to be started again",
      timeoutMs: 30_000,
    });
    await waitFor(() => answers(`${after.api_url}/readyz`), { what: "the API to be ready" });
    const jobs = await runCli(["jobs"], env);
    dev.killGroup("SIGHUP");
    const end = await dev.exited;

    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`running already (process ${dev.pid}) on ${before.api_url}`);
    expect(dev.stderr.join("\n")).toMatch(/The api ended by itself \(signal SIGKILL\)/);
    expect(jobs.code).toBe(0);
    expect(end.code).toBe(0);
    expect(pidsOf(after).filter(isRunning)).toEqual([]);
  }, 120_000);

  it("leaves nothing but Postgres when it is killed, and takes that over at the next start", async () => {
    const env = await aStack();
    const dev = await startCli(["dev"], env);
    await dev.waitForLine(/^The stack is up/, START);
    const { pids } = stackOf(env);

    dev.kill("SIGKILL");
    await dev.exited;
    const isGone = () => !isRunning(pids.api) && !isRunning(pids.worker);
    await waitFor(isGone, { what: "API and worker to end", timeoutMs: 40_000 });
    const again = await runCli(["dev", "--once"], env);

    expect(again.code).toBe(0);
    expect(again.stderr).toContain("was not stopped in order");
    expect(isRunning(pids.postgres)).toBe(false);
  }, 120_000);
});

function restarted(env: { DATA_DIR: string }, before: StackFile): StackFile | false {
  const now = stackOf(env);
  const isNew = now.pids.api !== before.pids.api && now.pids.worker !== before.pids.worker;
  return isNew && now;
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}
