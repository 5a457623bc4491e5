import { beforeAll, describe, expect, it } from "@jest/globals";
import { JobId, Page, ScanStatus } from "@sitemap-scanner/contracts";
import { makeTemporaryDirectory, startSite, urlset } from "@sitemap-scanner/testkit";
import { SAMPLE_SITE_TRUTH } from "../src/dev/sample-site/files.ts";
import { runCli, startCli } from "./run-cli.ts";

/** The commands find the running stack by its directory, as they do for people. */
const env = {
  DATA_DIR: makeTemporaryDirectory("commands"),
  PORT: "0",
  FETCH_ALLOW_PRIVATE: "127.0.0.1/32",
};
let sampleDomain: string;

beforeAll(async () => {
  const stack = await startCli(["dev"], env);
  await stack.waitForLine(/^The stack is up on/, { timeoutMs: 60_000 });
  const line = await stack.waitForLine(/^domain +(\S+)/);
  sampleDomain = line[1] ?? "";
}, 90_000);

describe("scan", () => {
  it("prints the id of a new job and nothing else", async () => {
    const site = await startSite({ "/sitemap.xml": urlset([`https://x.example/1`]) });

    const { code, stdout } = await runCli(["scan", site.origin], env);

    expect(code).toBe(0);
    expect(JobId.safeParse(stdout).success).toBe(true);
  });

  it("waits for the end and prints the result as JSON", async () => {
    const urls = [1, 2, 3, 4, 5].map((number) => `https://x.example/${number}`);
    const site = await startSite({ "/sitemap.xml": urlset(urls) });
    const args = ["scan", site.origin, "--wait", "--json", "--max-pages", "3"];

    const { code, stdout, stderr } = await runCli(args, env);

    const job = ScanStatus.parse(JSON.parse(stdout));
    expect(code).toBe(0);
    expect(stderr).toBe("");
    expect(job).toMatchObject({ status: "complete", domain: site.domain, max_pages: 3 });
    expect(job.result.pages_found).toBe(3);
  });

  it("ends with 1 when the scan fails, and says why", async () => {
    const site = await startSite();

    const { code, stdout } = await runCli(["scan", site.origin, "--wait"], env);

    expect(code).toBe(1);
    expect(stdout).toMatch(/^error +no_sitemap_found: /m);
  });

  it("ends with 4 when the API takes no such site", async () => {
    const { code, stdout, stderr } = await runCli(["scan", "file:///etc/passwd"], env);

    expect(code).toBe(4);
    expect(stdout).toBe("");
    expect(stderr).toContain("invalid_domain");
  });

  it("says that the scan goes on when it is interrupted, and so it does", async () => {
    const site = await startSite({ "/robots.txt": neverAnswer });
    const waiting = await startCli(["scan", site.origin, "--wait"], env);
    await site.waitForRequest("/robots.txt");

    waiting.kill("SIGINT");
    const { code } = await waiting.exited;

    const [, jobId = ""] = await waiting.waitForLine(/goes on without us: .* status (\S+)/);
    const status = await runCli(["status", jobId, "--json"], env);
    const again = await runCli(["scan", site.origin], env);
    expect(code).toBe(130);
    expect(JSON.parse(status.stdout)).toMatchObject({ status: "running" });
    expect(again).toMatchObject({ code: 0, stdout: jobId });
    expect(again.stderr).toContain("in progress already");
  });
});

describe("status", () => {
  it("shows the newest job with --latest", async () => {
    const site = await startSite({ "/sitemap.xml": urlset(["https://x.example/1"]) });
    await runCli(["scan", site.origin, "--wait"], env);

    const { code, stdout } = await runCli(["status", "--latest"], env);

    expect(code).toBe(0);
    expect(stdout).toContain(site.domain);
    expect(stdout).toMatch(/^urlset +ok +1 +1 +http.*\/sitemap\.xml$/m);
  });

  it("ends with 4 for a job that does not exist", async () => {
    const unknown = "01890a5d-ac96-774b-bcce-b302099a8057";

    const { code, stderr } = await runCli(["status", unknown], env);

    expect(code).toBe(4);
    expect(stderr).toContain("job_not_found");
  });
});

describe("jobs", () => {
  it("lists the jobs of a domain", async () => {
    const { code, stdout } = await runCli(["jobs", "--domain", sampleDomain], env);

    const [head, ...rows] = stdout.split("\n");
    expect(code).toBe(0);
    expect(head).toMatch(/^JOB +STATUS/);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatch(/complete .* 7 +330 /);
  });

  it("lists none that is pending for long", async () => {
    const args = ["jobs", "--status", "pending", "--older-than", "10m"];

    const { code, stdout, stderr } = await runCli(args, env);

    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: "",
      stderr: "No job is like that.",
    });
  });
});

describe("pages", () => {
  it("prints every page of a domain, one URL a line", async () => {
    const { code, stdout } = await runCli(["pages", sampleDomain], env);

    const urls = stdout.split("\n");
    expect(code).toBe(0);
    expect(new Set(urls).size).toBe(SAMPLE_SITE_TRUTH.pages);
    expect(urls.every((url) => url.startsWith(`http://${sampleDomain}/`))).toBe(true);
  });

  it("prints every page of a job as a line of JSON", async () => {
    const { stdout: listed } = await runCli(["jobs", "--domain", sampleDomain, "--json"], env);
    const jobId = String(JSON.parse(listed).job_id);

    const { stdout } = await runCli(["pages", jobId, "--json"], env);

    const pages = stdout.split("\n").map((line) => Page.parse(JSON.parse(line)));
    expect(pages).toHaveLength(SAMPLE_SITE_TRUTH.pages);
  });

  it("ends with 1 for a domain that was never scanned", async () => {
    const { code, stderr } = await runCli(["pages", "never.example.com"], env);

    expect(code).toBe(1);
    expect(stderr).toContain("scan never.example.com");
  });
});

describe("explain", () => {
  it("tells how a job ended", async () => {
    const { stdout: listed } = await runCli(["jobs", "--domain", sampleDomain, "--json"], env);
    const jobId = String(JSON.parse(listed).job_id);

    const { code, stdout } = await runCli(["explain", jobId], env);

    expect(code).toBe(0);
    expect(stdout).toContain(`${jobId} is complete`);
    expect(stdout.split("\n").length).toBeGreaterThan(1);
  });
});

describe("doctor", () => {
  it("sees both stores and the worker, and no broken promise", async () => {
    const { code, stdout } = await runCli(["doctor"], env);

    expect(stdout).toMatch(/^database +ok: postgres/m);
    expect(stdout).toMatch(/^broker +ok: postgres/m);
    expect(stdout).toMatch(/^workers +1 alive of 1 seen/m);
    expect(stdout).toContain("All is well.");
    expect(code).toBe(0);
  });
});

/** Takes the request and leaves it open. */
function neverAnswer(): void {}
