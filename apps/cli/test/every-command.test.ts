import { describe, expect, it } from "@jest/globals";
import { freePort } from "@sitemap-scanner/testkit";
import { PassThrough } from "node:stream";
import { allNodes, readCommandTree } from "../src/completion/command-tree.ts";
import { createOutput } from "../src/output/output.ts";
import { createProgram } from "../src/program.ts";
import { runHere } from "./run-cli.ts";

const ID = "01890a5d-ac96-774b-bcce-b302099a8057";

/** What each command that asks the API is called with. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  scan: ["example.com"],
  status: [ID],
  jobs: [],
  pages: ["example.com"],
  files: [ID],
  events: [ID],
  diff: [ID],
  audit: [ID],
  explain: ["--latest"],
  cancel: [ID],
  retry: [ID],
  "domains import": ["-"],
  "domains list": [],
  "domains show": ["example.com"],
  "domains queue": ["example.com"],
  "domains schedule": ["example.com", "6h"],
  "intake run": [],
  "webhooks list": [],
  "webhooks create": ["https://example.com/hook", "--event", "scan.failed"],
  "webhooks show": [ID],
  "webhooks enable": [ID],
  "webhooks disable": [ID],
  "webhooks rotate": [ID],
  "webhooks delete": [ID, "--yes"],
  "webhooks test": [ID],
  "webhooks deliveries": [ID],
  "webhooks delivery": [ID],
  "webhooks replay": [ID],
  "keys create": ["--owner", "me", "--scope", "admin"],
  "keys list": [],
  "keys revoke": [ID, "--yes"],
};
/** These ask no API; to `doctor` one that is away is a finding. */
const OTHERS = ["check", "completion", "dev", "doctor"];

const nodes = allNodes(readCommandTree(aProgram()));
const leaves = nodes.filter(({ children }) => children.length === 0).map(({ path }) => path);

function aProgram() {
  const output = createOutput(new PassThrough());
  const input = { stream: new PassThrough(), isTerminal: false };
  return createProgram({ input, out: output, err: output, env: {} }, () => {});
}

const wordsOf = (path: string) => (path === "" ? [] : path.split(" "));

describe("every command", () => {
  it("is in the tables of this test", () => {
    expect([...Object.keys(ARGUMENTS), ...OTHERS].sort()).toEqual([...leaves].sort());
  });

  it("prints data as JSON, but for those that print none", () => {
    const without = nodes.filter(
      ({ path, words }) => leaves.includes(path) && !words.some(({ word }) => word === "--json"),
    );
    expect(without.map(({ path }) => path)).toEqual(["dev", "completion"]);
  });

  describe.each(nodes.map(({ path }) => ({ path, name: path || "the program itself" })))(
    "$name",
    ({ path }) => {
      it("begins its help with examples, and fits a screen", async () => {
        const { code, stdout } = await runHere([...wordsOf(path), "--help"]);

        const lines = stdout.trimEnd().split("\n");
        expect(code).toBe(0);
        expect(lines[0]).toBe("Examples:");
        expect(lines.length).toBeLessThanOrEqual(40);
        expect(lines.filter((line) => line.length > 80)).toEqual([]);
      });

      it("ends with 2 for an option that is mistyped, and names the one that was meant", async () => {
        const { code, stdout, stderr } = await runHere([
          ...wordsOf(path),
          ...(ARGUMENTS[path] ?? []),
          "--apii",
          "x",
        ]);

        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(stderr).toContain("Did you mean --api?");
      });
    },
  );

  it.each(Object.entries(ARGUMENTS))(
    "ends with 3 when the API is away, and says so on stderr alone: %s",
    async (path, args) => {
      const api = ["--api", `http://127.0.0.1:${await freePort()}`];

      const plain = await runHere([...wordsOf(path), ...args, ...api]);
      const json = await runHere([...wordsOf(path), ...args, "--json", ...api]);

      for (const { code, stdout, stderr } of [plain, json]) {
        expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
        expect(stderr).toContain("nobody listens there");
      }
    },
  );
});

describe("the command line", () => {
  it("lists its exit codes in its help", async () => {
    const { stdout } = await runHere(["--help"]);

    for (const words of [
      "0 done",
      "1 failed",
      "2 wrong usage",
      "4 the API refused",
      "130 interrupted",
    ])
      expect(stdout).toContain(words);
    expect(stdout).toMatch(/^3 the API cannot be reached/m);
  });

  it.each([
    ["scna", "scan"],
    ["domains lsit", "list"],
    ["webhooks creat", "create"],
  ])("names the command that was meant by %s", async (typed, meant) => {
    const { code, stderr } = await runHere(typed.split(" "));

    expect(code).toBe(2);
    expect(stderr).toContain(`Did you mean ${meant}?`);
  });
});
