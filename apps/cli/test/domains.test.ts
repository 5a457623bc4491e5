import { beforeAll, describe, expect, it } from "@jest/globals";
import { Domain, DomainDetail, IntakePass } from "@sitemap-scanner/contracts";
import { makeTemporaryDirectory, startSite, urlset, waitFor } from "@sitemap-scanner/testkit";
import { runCli, startCli } from "./run-cli.ts";

const env = {
  DATA_DIR: makeTemporaryDirectory("domains"),
  PORT: "0",
  FETCH_ALLOW_PRIVATE: "127.0.0.1/32",
};

beforeAll(async () => {
  const stack = await startCli(["dev"], env);
  await stack.waitForLine(/^The stack is up on/, { timeoutMs: 60_000 });
}, 90_000);

async function show(domain: string): Promise<DomainDetail> {
  const { stdout } = await runCli(["domains", "show", domain, "--json"], env);
  return DomainDetail.parse(JSON.parse(stdout));
}

describe("domains queue", () => {
  it("has the domain scanned within seconds, by nothing but the intake", async () => {
    const site = await startSite({ "/sitemap.xml": urlset(["https://x.example/1"]) });

    const { code, stdout } = await runCli(["domains", "queue", site.domain], env);

    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^domain +${site.domain}$`, "m"));
    const domain = await waitFor(
      async () => {
        const now = await show(site.domain);
        return now.status === "complete" ? now : undefined;
      },
      { timeoutMs: 20_000, what: "the scan to be complete" },
    );
    expect(domain.latest_job).toMatchObject({ source: "intake", result: { pages_found: 1 } });
  });

  it("ends with 4 for what is no site", async () => {
    const { code, stdout, stderr } = await runCli(["domains", "queue", "10.0.0.1"], env);

    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toContain("target_not_public");
  });
});

describe("domains schedule", () => {
  it("sets an interval, and takes it back with off", async () => {
    const name = "127.0.0.1:9";

    const set = await runCli(["domains", "schedule", name, "6h"], env);
    const off = await runCli(["domains", "schedule", name, "off", "--json"], env);

    expect(set.stdout).toMatch(/^schedule +every 6h, next at 20/m);
    expect(DomainDetail.parse(JSON.parse(off.stdout)).schedule).toEqual({
      every: null,
      next_scan_at: null,
    });
  });
});

describe("domains show", () => {
  it("ends with 4 for a domain that nobody asked for", async () => {
    const { code, stderr } = await runCli(["domains", "show", "never.example.com"], env);

    expect(code).toBe(4);
    expect(stderr).toContain("domain_not_found");
  });
});

describe("domains list", () => {
  it("lists domains as a table, and as lines of JSON", async () => {
    const table = await runCli(["domains", "list"], env);
    const lines = await runCli(["domains", "list", "--status", "complete", "--json"], env);

    expect(table.stdout).toMatch(/^STATUS +EVERY +NEXT SCAN +DOMAIN +ERROR$/m);
    const domains = lines.stdout.split("\n").map((line) => Domain.parse(JSON.parse(line)));
    expect(domains.length).toBeGreaterThan(0);
    expect(new Set(domains.map(({ status }) => status))).toEqual(new Set(["complete"]));
  });
});

describe("intake run", () => {
  it("makes a pass, and says what it did", async () => {
    const words = await runCli(["intake", "run"], env);
    const json = await runCli(["intake", "run", "--json"], env);

    expect(words.code).toBe(0);
    expect(words.stdout).toMatch(/^queued +\d+ .*\ntaken +\d+ /);
    expect(IntakePass.safeParse(JSON.parse(json.stdout)).success).toBe(true);
  });
});
