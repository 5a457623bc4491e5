import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  Audit,
  DeliveryDetail,
  JobEvent,
  JobId,
  Page,
  ScanStatus,
  SitemapFile,
  WebhookWithSecret,
} from "@sitemap-scanner/contracts";
import { makeTemporaryDirectory, startSite, urlset } from "@sitemap-scanner/testkit";
import { SAMPLE_SITE_TRUTH } from "../src/dev/sample-site/files.ts";
import { type CliEnd, runCli, runHere, startCli } from "./run-cli.ts";

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

describe("scan on a terminal", () => {
  it("shows a bar, and above it each file as soon as it has ended", async () => {
    const site = await startSite({
      "/robots.txt": "Sitemap: /a.xml\nSitemap: /b.xml\n",
      "/a.xml": urlset(["https://x.example/1", "https://x.example/2"]),
      "/b.xml": async () => {
        await site.waitForRequest("/a.xml");
        return { status: 404 };
      },
    });

    const { code, stdout, stderr } = await runHere(["scan", site.origin, "--wait"], {
      env,
      isTerminal: true,
    });

    expect(code).toBe(0);
    expect(stderr).toMatch(/(?:pending|running|complete) \[.*\] +\d+% · \d of \d files · \d pages/);
    expect(stderr).toMatch(/^.*ok +2 pages +http.*\/a\.xml/m);
    expect(stdout).toContain("complete");
  });
});

describe("status", () => {
  it("shows the newest job with --latest", async () => {
    const site = await startSite({ "/sitemap.xml": urlset(["https://x.example/1"]) });
    await run(["scan", site.origin, "--wait"]);

    const { code, stdout } = await run(["status", "--latest"]);

    expect(code).toBe(0);
    expect(stdout).toContain(site.domain);
    expect(stdout).toMatch(/^urlset +ok +1 +1 +http.*\/sitemap\.xml$/m);
  });

  it("ends with 4 for a job that does not exist", async () => {
    const unknown = "01890a5d-ac96-774b-bcce-b302099a8057";

    const { code, stderr } = await run(["status", unknown]);

    expect(code).toBe(4);
    expect(stderr).toContain("job_not_found");
  });
});

describe("jobs", () => {
  it("lists the jobs of a domain", async () => {
    const { code, stdout } = await run(["jobs", "--domain", sampleDomain]);

    const [head, ...rows] = stdout.split("\n");
    expect(code).toBe(0);
    expect(head).toMatch(/^JOB +STATUS/);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatch(/complete .* 7 +330 /);
  });

  it("lists none that is pending for long", async () => {
    const args = ["jobs", "--status", "pending", "--older-than", "10m"];

    const { code, stdout, stderr } = await run(args);

    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: "",
      stderr: "No job is like that.",
    });
  });
});

describe("cancel and retry", () => {
  it("ends a live scan, and asks for another like it", async () => {
    const site = await startSite({ "/robots.txt": neverAnswer });
    const { stdout: jobId } = await run(["scan", site.origin]);

    const cancelled = await run(["cancel", jobId, "--json"]);
    const again = await run(["cancel", jobId]);
    const retried = await run(["retry", jobId]);
    const all = await run(["cancel", "--all", "--domain", site.domain, "--yes"]);

    expect(JSON.parse(cancelled.stdout)).toMatchObject({ job_id: jobId, status: "cancelled" });
    expect(again.code).toBe(4);
    expect(again.stderr).toContain("job_not_live");
    expect(JobId.safeParse(retried.stdout).success).toBe(true);
    expect(retried.stdout).not.toBe(jobId);
    expect(all.stdout).toBe(`${retried.stdout} is cancelled (${site.domain})`);
  });
});

describe("files", () => {
  it("lists those of a job, and only some of them", async () => {
    const jobId = await sampleJob();

    const all = await run(["files", jobId, "--json"]);
    const some = await run(["files", jobId, "--kind", "index"]);
    const none = await run(["files", jobId, "--outcome", "poisoned"]);

    const files = all.stdout.split("\n").map((line) => SitemapFile.parse(JSON.parse(line)));
    expect(files).toHaveLength(SAMPLE_SITE_TRUTH.sitemaps);
    expect(some.stdout).toMatch(/^KIND +OUTCOME.*\n(?:index .*\n?)+$/);
    expect(none).toMatchObject({ code: 0, stdout: "", stderr: "No file is like that." });
  });
});

describe("events", () => {
  it("lists what became of a job and its tasks", async () => {
    const jobId = await sampleJob();

    const table = await run(["events", jobId]);
    const json = await run(["events", jobId, "--json"]);

    const events = json.stdout.split("\n").map((line) => JobEvent.parse(JSON.parse(line)));
    expect(events.filter(({ task_id }) => task_id === null).map(({ to }) => to)).toEqual([
      "pending",
      "running",
      "complete",
    ]);
    expect(table.stdout.split("\n")).toHaveLength(events.length + 1);
  });
});

describe("diff", () => {
  it("prints the pages that differ from the scan before", async () => {
    const pages = ["/1", "/2"];
    const site = await startSite({
      "/sitemap.xml": () => urlset(pages.map((p) => site.origin + p)),
    });
    await run(["scan", site.origin, "--wait"]);
    pages.splice(0, 1, "/3");
    const { stdout } = await run(["scan", site.origin, "--wait", "--json"]);
    const { job_id: jobId } = ScanStatus.parse(JSON.parse(stdout));

    const all = await run(["diff", jobId]);
    const removed = await run(["diff", jobId, "--change", "removed", "--json"]);

    expect(all.code).toBe(0);
    expect(all.stdout.split("\n").sort()).toEqual([`+ ${site.origin}/3`, `- ${site.origin}/1`]);
    expect(all.stderr).toContain("1 new, 1 removed, 0 changed");
    expect(JSON.parse(removed.stdout)).toMatchObject({
      url: `${site.origin}/1`,
      change: "removed",
    });
  });

  it("ends with 4 when there is nothing to compare with", async () => {
    const { code, stderr } = await run(["diff", await sampleJob()]);

    expect(code).toBe(4);
    expect(stderr).toContain("no_earlier_scan");
  });
});

describe("webhooks", () => {
  it("makes one, tries it, and deletes it again", async () => {
    const create = ["webhooks", "create", "https://hooks.example.com/x", "--event", "scan.failed"];
    const { stdout } = await run([...create, "--event", "scan.complete", "--json"]);
    const { id, secret } = WebhookWithSecret.parse(JSON.parse(stdout));

    const rotated = await run(["webhooks", "rotate", id]);
    const sent = await run(["webhooks", "test", id]);
    const deliveries = await run(["webhooks", "deliveries", id]);
    const delivery = await run(["webhooks", "delivery", sent.stdout, "--json"]);
    const disabled = await run(["webhooks", "disable", id]);
    const listed = await run(["webhooks", "list"]);
    const deleted = await run(["webhooks", "delete", id, "--yes"]);
    const gone = await run(["webhooks", "show", id]);

    expect(rotated.stdout).toMatch(/^secret +whsec_/m);
    expect(rotated.stdout).not.toContain(secret);
    expect(deliveries.stdout).toContain(sent.stdout);
    expect(DeliveryDetail.parse(JSON.parse(delivery.stdout)).type).toBe("webhook.test");
    expect(disabled.stdout).toMatch(/^status +disabled \(asked\)$/m);
    expect(listed.stdout).toContain("scan.failed,scan.complete");
    expect(deleted.stdout).toBe(`${id} is deleted`);
    expect(gone).toMatchObject({ code: 4 });
  });
});

describe("keys", () => {
  it("makes a key, lists it, and revokes it", async () => {
    const create = ["keys", "create", "--owner", "test", "--scope", "scans:read"];
    const { stdout, stderr } = await run([...create, "--expires-in", "1d"]);
    const [, id = ""] = /^Key (\S+) of test, for scans:read, until 20/.exec(stderr) ?? [];

    const revoked = await run(["keys", "revoke", id, "--yes"]);
    const listed = await run(["keys", "list"]);

    expect(stdout).toMatch(/^\S+$/);
    expect(revoked.stdout).toBe(`${id} is revoked`);
    expect(listed.stdout).toMatch(new RegExp(`^${id} .* revoked .* test$`, "m"));
    expect(listed.stdout).not.toContain(stdout);
  });
});

describe("pages", () => {
  it("prints every page of a domain, one URL a line", async () => {
    const { code, stdout } = await run(["pages", sampleDomain]);

    const urls = stdout.split("\n");
    expect(code).toBe(0);
    expect(new Set(urls).size).toBe(SAMPLE_SITE_TRUTH.pages);
    expect(urls.every((url) => url.startsWith(`http://${sampleDomain}/`))).toBe(true);
  });

  it("prints every page of a job as a line of JSON", async () => {
    const jobId = await sampleJob();

    const { stdout } = await run(["pages", jobId, "--json"]);

    const pages = stdout.split("\n").map((line) => Page.parse(JSON.parse(line)));
    expect(pages).toHaveLength(SAMPLE_SITE_TRUTH.pages);
  });

  it("prints those alone that are asked for, in the format that is asked for", async () => {
    const csv = await run(["pages", sampleDomain, "--format", "csv"]);
    const some = await run(["pages", sampleDomain, "--path-prefix", "/nowhere/"]);
    const other = await run(["pages", sampleDomain, "--contains", "nowhere"]);
    const later = await run(["pages", sampleDomain, "--changed-since", "2999-01-01"]);
    const fresh = await run(["pages", sampleDomain, "--new-in", await sampleJob()]);

    expect(csv.stdout.split("\n")).toHaveLength(SAMPLE_SITE_TRUTH.pages + 1);
    expect(csv.stdout).toMatch(/^url,/);
    expect([some, other, later].map(({ code, stdout }) => [code, stdout])).toEqual([
      [0, ""],
      [0, ""],
      [0, ""],
    ]);
    expect(fresh.stdout.split("\n")).toHaveLength(SAMPLE_SITE_TRUTH.pages);
  });

  it("ends with 1 for a domain that was never scanned", async () => {
    const { code, stderr } = await run(["pages", "never.example.com"]);

    expect(code).toBe(1);
    expect(stderr).toContain("scan never.example.com");
  });
});

describe("audit", () => {
  it("tells each fault of the sample site, with what to do about it, and the same as JSON", async () => {
    const jobId = await sampleJob();

    const plain = await run(["audit", jobId]);
    const json = await run(["audit", jobId, "--json"]);

    const { findings, files } = Audit.parse(JSON.parse(json.stdout));
    expect([plain.code, json.code]).toEqual([0, 0]);
    expect(plain.stdout).toContain(`${sampleDomain}: ${files} files`);
    for (const { title, advice } of findings) {
      expect(plain.stdout).toContain(title);
      expect(plain.stdout).toContain(advice);
    }
  });

  it("refuses a job that there is not", async () => {
    const { code, stderr } = await run(["audit", "01890a5d-ac96-774b-bcce-b302099a8057"]);

    expect(code).toBe(4);
    expect(stderr).toContain("job_not_found");
  });
});

describe("explain", () => {
  it("tells how a job ended", async () => {
    const jobId = await sampleJob();

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

/** Within this process, and with the end of the output cut as `runCli` has it. */
async function run(args: string[]): Promise<CliEnd> {
  const { code, stdout, stderr } = await runHere(args, { env });
  return { code, stdout: stdout.trimEnd(), stderr: stderr.trimEnd() };
}

async function sampleJob(): Promise<string> {
  const { stdout } = await run(["jobs", "--domain", sampleDomain, "--json"]);
  return String(JSON.parse(stdout).job_id);
}

/** Takes the request and leaves it open. */
function neverAnswer(): void {}
