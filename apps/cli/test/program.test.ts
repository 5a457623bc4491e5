import { describe, expect, it } from "@jest/globals";
import type { Page } from "@sitemap-scanner/contracts";
import { freePort, startSite } from "@sitemap-scanner/testkit";
import { runCli, runCliIntoHead, runHere } from "./run-cli.ts";

describe("the command line", () => {
  it.each([
    [[]],
    [["scan"]],
    [["nonsense"]],
    [["status"]],
    [["status", "no-uuid"]],
    [["jobs", "--older-than", "10x"]],
    [["jobs", "--status", "done"]],
    [["scan", "example.com", "--max-pages", "0"]],
    [["check", "example.com", "--allow-private", "10.0.0.0/99"]],
    [["jobs", "--api", "localhost"]],
    [["domains"]],
    [["domains", "queue"]],
    [["domains", "list", "--status", "done"]],
    [["domains", "schedule", "example.com"]],
    [["domains", "schedule", "example.com", "1s"]],
    [["intake"]],
    [["cancel"]],
    [["cancel", "01890a5d-ac96-774b-bcce-b302099a8057", "--all"]],
    [["pages", "example.com", "--format", "pdf"]],
    [["pages", "example.com", "--format", "csv", "--json"]],
    [["pages", "example.com", "--changed-since", "yesterday"]],
    [["keys", "create", "--owner", "me"]],
    [["keys", "create", "--owner", "me", "--scope", "everything"]],
    [["webhooks", "show", "1"]],
    [["domains", "import", "/nowhere/domains.csv"]],
    [["completion", "tcsh"]],
  ])("ends with 2 and nothing on stdout for %j", async (args) => {
    const { code, stdout, stderr } = await runHere(args);

    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).not.toBe("");
  });

  it("ends with 3 and says what to do when nobody listens", async () => {
    const { code, stderr } = await runCli([
      "jobs",
      "--api",
      `http://127.0.0.1:${await freePort()}`,
    ]);

    expect(code).toBe(3);
    expect(stderr).toMatch(/nobody listens.*\n.*npm start/);
  });

  it("ends with 3 when something else answers", async () => {
    const site = await startSite({ "/api/v3/sitemap/jobs": "<html>Welcome</html>" });

    const { code, stderr } = await runCli(["jobs", "--api", site.origin]);

    expect(code).toBe(3);
    expect(stderr).toContain("is not one of this service");
  });

  it("ends with 4 and prints no escape sequence when the API refuses", async () => {
    const problem = {
      type: "/problems/job_not_found",
      title: "No such job",
      status: 404,
      code: "job_not_found",
      detail: "evil \u001b[2J",
      instance: "/requests/1",
    };
    const site = await startSite(() => ({ status: 404, body: JSON.stringify(problem) }));
    const id = "01890a5d-ac96-774b-bcce-b302099a8057";

    const { code, stderr } = await runCli(["explain", id, "--api", site.origin]);

    expect(code).toBe(4);
    expect(stderr).toMatch(/^No such job \(job_not_found\)\nevil \n/);
    expect(stderr).not.toContain("\u001b");
  });

  it("ends in silence when its reader is gone", async () => {
    const page: Page = {
      url: "https://x.example/",
      lastmod: null,
      lastmod_raw: null,
      changefreq: null,
      priority: null,
      extensions: null,
      sitemap_file_id: "1",
      foreign_host: false,
      first_seen_at: "2026-01-01T00:00:00Z",
      last_seen_at: "2026-01-01T00:00:00Z",
      removed_at: null,
    };
    const lines = `${JSON.stringify(page)}\n`.repeat(1_000);
    const site = await startSite(async function* endless() {
      for (;;) yield lines;
    });
    const id = "01890a5d-ac96-774b-bcce-b302099a8057";

    const { stdout, stderr } = await runCliIntoHead(["pages", id, "--api", site.origin]);

    expect(stdout).toBe("https://x.example/");
    expect(stderr).toBe("ended with 0");
  });
});

describe("doctor", () => {
  it("ends with 1 and says what to do when nobody listens", async () => {
    const api = `http://127.0.0.1:${await freePort()}`;

    const { code, stderr } = await runCli(["doctor", "--api", api]);

    expect(code).toBe(1);
    expect(stderr).toContain("npm start");
  });
});

describe("check", () => {
  it("ends with 1 when no file could be read, and says why", async () => {
    const site = await startSite({ "/sitemap.xml": "<!doctype html><p>Welcome" });
    const flags = ["--allow-private", "127.0.0.0/8"];

    const { code, stdout } = await runCli(["check", `${site.origin}/sitemap.xml`, ...flags]);

    expect(code).toBe(1);
    expect(stdout).toContain("not_a_sitemap");
    expect(stdout).toContain("check what the URL serves");
  });

  it("prints one line of JSON and ends with 0 when a file could be read", async () => {
    const site = await startSite({ "/sitemap.txt": "https://x.example/a\nhttps://x.example/b\n" });
    const args = [`${site.origin}/sitemap.txt`, "--allow-private", "127.0.0.0/8", "--json"];

    const { code, stdout, stderr } = await runCli(["check", ...args]);

    expect(code).toBe(0);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({
      page_entries: 2,
      files: [{ kind: "text", outcome: "ok", entries: 2 }],
    });
  });

  it("does not fetch from this machine unless told to", async () => {
    const site = await startSite();

    const { code, stderr } = await runCli(["check", site.origin]);

    expect(code).toBe(1);
    expect(stderr).toMatch(/target_not_public[^]*--allow-private/);
    expect(site.requests).toEqual([]);
  });
});
