import { beforeAll, describe, expect, it } from "@jest/globals";
import { Domain, DomainDetail, ImportLine, IntakePass } from "@sitemap-scanner/contracts";
import { makeTemporaryDirectory, startSite, urlset, waitFor } from "@sitemap-scanner/testkit";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
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

describe("domains import", () => {
  it("has the rows of a file scanned, and tells which are none", async () => {
    const site = await startSite({ "/sitemap.xml": urlset(["https://x.example/1"]) });
    const file = join(makeTemporaryDirectory("rows"), "rows.csv");
    writeFileSync(file, `domain,every\n${site.domain},1d\nnot a name\n${site.origin}/deep\n`);

    const { code, stdout, stderr } = await runCli(["domains", "import", file], env);

    expect(code).toBe(1);
    expect(stdout).toMatch(/^queued +1$/m);
    expect(stdout).toMatch(/^duplicate +1$/m);
    expect(stderr).toMatch(/^row 3: not a name invalid_domain: /);
    const domain = await waitFor(
      async () => {
        const now = await show(site.domain);
        return now.status === "complete" ? now : undefined;
      },
      { timeoutMs: 20_000, what: "the scan to be complete" },
    );
    expect(domain).toMatchObject({ schedule: { every: "1d" }, latest_job: { source: "intake" } });
  });

  it("sends what is gzipped as it is, and prints the verdict on each of many rows", async () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `{"domain":"s${n}.example.com"}\n`);
    const file = join(makeTemporaryDirectory("rows"), "rows.ndjson.gz");
    writeFileSync(file, gzipSync(lines.join("")));

    const { code, stdout } = await runCli(["domains", "import", file, "--json"], env);

    const verdicts = stdout.split("\n").map((line) => ImportLine.parse(JSON.parse(line)));
    expect(code).toBe(0);
    expect(verdicts).toHaveLength(20_001);
    expect(verdicts.at(-1)).toMatchObject({ summary: { queued: 20_000, complete: true } });
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
