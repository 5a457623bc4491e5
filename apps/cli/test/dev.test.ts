import { describe, expect, it } from "@jest/globals";
import {
  freePort,
  isRunning,
  makeTemporaryDirectory,
  startSite,
  waitFor,
} from "@sitemap-scanner/testkit";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { SAMPLE_SITE_TRUTH } from "../src/dev/sample-site/files.ts";
import { readStackFile, type StackFile } from "../src/dev/stack-file.ts";
import { runCli, startCli } from "./run-cli.ts";

const START = { timeoutMs: 60_000 };

describe("dev --once", () => {
  it("scans the sample site and ends with 0, also with another one beside it", async () => {
    const stacks = await Promise.all([setup(), setup()]);

    const ends = await Promise.all(stacks.map((env) => runCli(["dev", "--once"], env)));

    const { sitemaps, failed, pages } = SAMPLE_SITE_TRUTH;
    for (const { code, stdout, stderr } of ends) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
      expect(stdout).toMatch(/^status +complete \(100%\)$/m);
      expect(stdout).toContain(`${sitemaps} found, ${failed} failed`);
      expect(stdout).toMatch(new RegExp(`^pages +${pages} \\(${pages} new,`, "m"));
      expect(stdout).toMatch(/^urlset +ok +200 +200 +\S+products\.xml\.gz$/m);
      expect(stdout).toMatch(/^unknown +not_found +0 +0 +\S+retired\.xml$/m);
    }
    expect(stacks.map(({ DATA_DIR }) => existsSync(join(DATA_DIR, "stack.json")))).toEqual([
      false,
      false,
    ]);
  }, 120_000);

  it("ends with 1 when the scan of the given site fails, and opens no private network for it", async () => {
    const env = await setup();
    const site = await startSite();

    const refused = await runCli(["dev", "--once", site.origin], env);
    const allowed = await runCli(["dev", "--once", site.origin], {
      ...env,
      FETCH_ALLOW_PRIVATE: "127.0.0.1/32",
    });

    expect(refused).toMatchObject({ code: 4, stdout: "" });
    expect(refused.stderr).toContain("target_not_public");
    expect(allowed.code).toBe(1);
    expect(allowed.stdout).toContain("no_sitemap_found");
  }, 120_000);

  it("tells every fault of the environment before it starts anything", async () => {
    const env = { ...(await setup()), PORT: "eighty", SCAN_WINDOW: "0" };

    const { code, stderr } = await runCli(["dev"], env);

    expect(code).toBe(2);
    expect(stderr).toMatch(/PORT must be[^]*SCAN_WINDOW must be/);
    expect(existsSync(join(env.DATA_DIR, "postgres"))).toBe(false);
  });

  it("says which port is taken and how to choose another", async () => {
    const site = await startSite();
    const port = Number(site.domain.split(":")[1]);

    const { code, stderr } = await runCli(["dev"], { ...(await setup()), PORT: String(port) });

    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} is taken`);
    expect(stderr).toContain(`PORT=${port + 1} npm start`);
  });
});

describe("dev", () => {
  it("stays up, tells where, asks with a key of its own, leaves no process, and has its data again", async () => {
    const env = { ...(await setup()), AUTH: "keys" };
    const dev = await startCli(["dev"], env);
    await dev.waitForLine(/admin\/queues/, START);
    const stack = stackOf(env);
    const queuesFor = (headers: Record<string, string>) =>
      fetch(`${stack.api_url}/admin/queues`, { headers });
    const anybody = await queuesFor({});
    const queues = await queuesFor({ authorization: `Bearer ${stack.api_key}` });
    const jobs = await runCli(["jobs"], env);

    dev.kill("SIGTERM");
    const end = await dev.exited;
    const left = pidsOf(stack).filter(isRunning);
    const again = await runCli(["dev", "--once"], env);

    expect(stack.api_url).toBe(`http://127.0.0.1:${env.PORT}`);
    expect(stack.pids.dev).toBe(dev.pid);
    expect([anybody.status, queues.status, jobs.code]).toEqual([401, 200, 0]);
    expect(end).toEqual({ code: 0, signal: null });
    expect(left).toEqual([]);
    expect(existsSync(join(env.DATA_DIR, "stack.json"))).toBe(false);
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/^pages +330 \(0 new,/m);
  }, 120_000);

  it.each(["SIGINT", "SIGHUP"] as const)(
    "leaves no process after %s to its whole group, as from a terminal",
    async (signal) => {
      const env = await setup();
      const dev = await startCli(["dev"], env);
      await dev.waitForLine(/^The stack is up/, START);
      const stack = stackOf(env);

      dev.killGroup(signal);
      const end = await dev.exited;

      expect(end).toEqual({ code: 0, signal: null });
      expect(pidsOf(stack).filter(isRunning)).toEqual([]);
    },
    120_000,
  );

  it("stops while it is still starting", async () => {
    const env = await setup();
    const dev = await startCli(["dev"], env);
    await dev.waitForLine(/^Starting API and worker/, START);

    dev.kill("SIGINT");

    expect(await dev.exited).toEqual({ code: 0, signal: null });
    expect(existsSync(join(env.DATA_DIR, "dev.lock"))).toBe(false);
  }, 120_000);

  it("refuses to run twice on one directory, and starts again what died", async () => {
    const env = await setup();
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
    dev.kill("SIGTERM");
    const end = await dev.exited;

    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`running already (process ${dev.pid}) on ${before.api_url}`);
    expect(dev.stderr.join("\n")).toMatch(/The api ended by itself \(signal SIGKILL\)/);
    expect(jobs.code).toBe(0);
    expect(end.code).toBe(0);
    expect(pidsOf(after).filter(isRunning)).toEqual([]);
  }, 120_000);

  it("leaves nothing but Postgres when it is killed, and takes that over at the next start", async () => {
    const env = await setup();
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

async function setup(): Promise<{ DATA_DIR: string; PORT: string }> {
  return { DATA_DIR: makeTemporaryDirectory("dev"), PORT: String(await freePort()) };
}

function stackOf({ DATA_DIR }: { DATA_DIR: string }): StackFile {
  const stack = readStackFile(DATA_DIR);
  if (!stack) throw new Error("There is no stack.json");
  return stack;
}

function pidsOf({ pids }: StackFile): number[] {
  return Object.values(pids);
}

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
