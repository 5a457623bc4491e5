import { describe, expect, it } from "@jest/globals";
import { isRunning, startSite } from "@sitemap-scanner/testkit";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { SAMPLE_SITE_TRUTH } from "../src/dev/sample-site/files.ts";
import { aStack, pidsOf, stackOf, START } from "./embedded-stack.ts";
import { runCli, startCli } from "./run-cli.ts";

describe("dev --once", () => {
  it("scans the sample site and ends with 0, also with another one beside it", async () => {
    const stacks = await Promise.all([aStack(), aStack()]);

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
    const env = await aStack();
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
    const env = { ...(await aStack()), PORT: "eighty", SCAN_WINDOW: "0" };

    const { code, stderr } = await runCli(["dev"], env);

    expect(code).toBe(2);
    expect(stderr).toMatch(/PORT must be[^]*SCAN_WINDOW must be/);
    expect(existsSync(join(env.DATA_DIR, "postgres"))).toBe(false);
  });

  it("says which port is taken and how to choose another", async () => {
    const site = await startSite();
    const port = Number(site.domain.split(":")[1]);

    const { code, stderr } = await runCli(["dev"], { ...(await aStack()), PORT: String(port) });

    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} is taken`);
    expect(stderr).toContain(`PORT=${port + 1} npm start`);
  });
});

describe("dev", () => {
  it("stays up, tells where, asks with a key of its own, leaves no process, and has its data again", async () => {
    const env = { ...(await aStack()), AUTH: "keys" };
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

  it("leaves no process after SIGINT to its whole group, as from a terminal", async () => {
    const env = await aStack();
    const dev = await startCli(["dev"], env);
    await dev.waitForLine(/^The stack is up/, START);
    const stack = stackOf(env);

    dev.killGroup("SIGINT");
    const end = await dev.exited;

    expect(end).toEqual({ code: 0, signal: null });
    expect(pidsOf(stack).filter(isRunning)).toEqual([]);
  }, 120_000);
});
