import { describe, expect, it } from "@jest/globals";
import type { ApiKey, Problem } from "@sitemap-scanner/contracts";
import { makeTemporaryDirectory, startSite } from "@sitemap-scanner/testkit";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runHere } from "./run-cli.ts";

const ID = "01890a5d-ac96-774b-bcce-b302099a8057";
const KEY: ApiKey = {
  id: ID,
  prefix: "sms_abc",
  owner: "me\u001b[2J",
  scopes: ["scans:read"],
  created_at: "2026-01-01T00:00:00Z",
  expires_at: null,
  revoked_at: null,
  last_used_at: null,
};

const aPath = () => join(makeTemporaryDirectory("key"), "key.txt");

function aProblem(status: number, code: string): { status: number; body: string } {
  const problem: Problem = {
    type: `/problems/${code}`,
    title: "No",
    status,
    code,
    instance: "/requests/1",
  };
  return { status, body: JSON.stringify(problem) };
}

describe("the key", () => {
  it.each([
    ["SITEMAP_SCANNER_KEY", [], { SITEMAP_SCANNER_KEY: " secret-1\n" }],
    ["a file, before it", ["--key-file"], { SITEMAP_SCANNER_KEY: "another" }],
  ])("is read from %s, and sent as a bearer token", async (_name, option, env) => {
    const file = aPath();
    writeFileSync(file, "secret-1\n");
    const site = await startSite(() => ({ body: JSON.stringify({ data: [KEY] }) }));
    const args = ["keys", "list", "--api", site.origin, ...option.flatMap((one) => [one, file])];

    const { code } = await runHere(args, { env });

    expect(code).toBe(0);
    expect(site.requests[0]?.headers["authorization"]).toBe("Bearer secret-1");
  });

  it("is not sent when there is none", async () => {
    const site = await startSite(() => ({ body: JSON.stringify({ data: [] }) }));

    const { code, stderr } = await runHere(["keys", "list", "--api", site.origin]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "No key yet.\n" });
    expect(site.requests[0]?.headers["authorization"]).toBeUndefined();
  });

  it.each([
    [401, "unauthorized"],
    [403, "insufficient_scope"],
  ])("that does not do ends the command with 4, and what to do: %d", async (status, problem) => {
    const site = await startSite(() => aProblem(status, problem));

    const { code, stdout, stderr } = await runHere(["jobs", "--api", site.origin]);

    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toContain(problem);
    expect(stderr).toContain("SITEMAP_SCANNER_KEY");
    expect(stderr).toContain("--key-file");
  });

  it("that is none ends the command with 2, and is not shown", async () => {
    const env = { SITEMAP_SCANNER_KEY: "two words" };
    const file = aPath();

    const bad = await runHere(["jobs", "--api", "http://127.0.0.1:1"], { env });
    const missing = await runHere(["jobs", "--api", "http://127.0.0.1:1", "--key-file", file]);

    expect(bad).toMatchObject({ code: 2, stdout: "" });
    expect(bad.stderr).not.toContain("two words");
    expect(missing).toMatchObject({ code: 2, stdout: "" });
    expect(missing.stderr).toContain("ENOENT");
  });
});

/** An API that does what cannot be taken back. */
function anApi() {
  return startSite(({ url: path = "" }) =>
    path.endsWith("/revoke")
      ? { body: JSON.stringify({ ...KEY, revoked_at: KEY.created_at }) }
      : path.includes("/webhooks/")
        ? { status: 204, body: "" }
        : { body: JSON.stringify({ data: [], has_more: false, next: null }) },
  );
}

describe("what cannot be taken back", () => {
  const acts: [string, string[], string][] = [
    ["keys revoke", ["keys", "revoke", ID], "/revoke"],
    ["webhooks delete", ["webhooks", "delete", ID], "/webhooks/"],
    ["cancel --all", ["cancel", "--all"], "/jobs"],
  ];

  it.each(acts)("is refused with 2 where nobody can be asked: %s", async (_name, args) => {
    const site = await anApi();

    const { code, stdout, stderr } = await runHere([...args, "--api", site.origin]);

    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("--yes");
    expect(site.requests).toEqual([]);
  });

  it.each(acts)(
    "is asked about on a terminal, and done for a yes alone: %s",
    async (_, args, path) => {
      const site = await anApi();
      const ask = (answer: string) => runHere([...args, "--api", site.origin], { answer });

      const no = await ask("n\n");
      const nothing = await ask("");
      const before = site.requests.length;
      const yes = await ask("yes\n");

      expect([no, nothing].map(({ code }) => code)).toEqual([1, 1]);
      expect(no.stderr).toMatch(/\? .*\[y\/N\] Nothing was done\.\n$/);
      expect(before).toBe(0);
      expect(yes.code).toBe(0);
      expect(site.requests[0]?.url).toContain(path);
    },
  );

  it.each(acts)("is done unasked with --yes: %s", async (_name, args, path) => {
    const site = await anApi();

    const { code, stderr } = await runHere([...args, "--yes", "--json", "--api", site.origin]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(site.requests[0]?.url).toContain(path);
  });
});

describe("what a terminal shows", () => {
  it("has colours, unless NO_COLOR or --no-color says otherwise", async () => {
    const site = await startSite(() => ({ body: JSON.stringify(WELL) }));
    const doctor = ["doctor", "--api", site.origin];

    const coloured = await runHere(doctor, { isTerminal: true });
    const plain = await runHere([...doctor, "--no-color"], { isTerminal: true });

    expect(coloured.stdout).toContain("\u001b[32mok");
    expect(plain.stdout).not.toContain("\u001b");
    expect(plain.stdout).toContain("All is well.");
  });

  it("has no escape sequence of others", async () => {
    const site = await startSite(() => ({ body: JSON.stringify({ data: [KEY] }) }));

    const table = await runHere(["keys", "list", "--api", site.origin], { isTerminal: true });
    const json = await runHere(["keys", "list", "--json", "--api", site.origin]);

    expect(table.stdout).toMatch(/ me$/m);
    expect(table.stdout + json.stdout).not.toContain("\u001b");
    expect(JSON.parse(json.stdout)).toMatchObject({ owner: KEY.owner });
  });
});

const WELL = {
  ok: true,
  words: [],
  stores: {
    database: { ok: true, kind: "postgres", detail: "answered in 1 ms" },
    broker: { ok: true, kind: "redis", detail: "answered in 1 ms" },
  },
  workers: [],
  violations: [],
  loops: [],
  canary: null,
  oldest_pending_seconds: null,
  paused: false,
};
