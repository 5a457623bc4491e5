import { describe, expect, it } from "@jest/globals";
import { makeTemporaryDirectory, startSite } from "@sitemap-scanner/testkit";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { openImportSource } from "../src/import-source.ts";
import { runHere } from "./run-cli.ts";

const SUMMARY = {
  rows: 2,
  queued: 1,
  already_queued: 0,
  in_progress: 0,
  invalid: 1,
  duplicate: 0,
  complete: true,
};
const LINES = [
  { row: 1, domain: "example.com", verdict: "queued" },
  {
    row: 2,
    domain: "a b",
    verdict: "invalid",
    code: "invalid_domain",
    message: "Cannot read it\u001b[2J",
  },
  { summary: SUMMARY },
];

function aFile(name: string, content: string | Uint8Array): string {
  const path = join(makeTemporaryDirectory("import"), name);
  writeFileSync(path, content);
  return path;
}

/** An API that takes everything, and answers with these lines. */
function anApi(lines: readonly object[] = LINES) {
  const body = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  return startSite((request) => {
    request.resume();
    return { headers: { "content-type": "application/x-ndjson" }, body };
  });
}

describe("what is imported", () => {
  it.each([
    ["by its name", "a.ndjson", '"a.com"', "application/x-ndjson", false],
    ["by its name", "a.csv", "{", "text/csv", false],
    ["by its name, gzipped", "a.jsonl.gz", gzipSync('"a.com"'), "application/x-ndjson", true],
    ["by its content", "a", ' {"domain":"a.com"}', "application/x-ndjson", false],
    ["by its content", "a", '["a.com"]', "application/json", false],
    ["for want of anything else", "a", '"a.com","6h"', "text/csv", false],
    ["when it is empty", "a", "", "text/csv", false],
  ])("is known %s: %s", async (_how, name, content, type, gzipped) => {
    const source = await openImportSource(aFile(name, content), Readable.from([]), undefined);

    const bytes = await buffer(source.bytes);

    expect(source).toMatchObject({ type, gzipped, totalBytes: bytes.length });
    expect(bytes).toEqual(Buffer.from(content));
  });

  it("comes from standard input as it comes", async () => {
    const stdin = new PassThrough();
    stdin.write("a.com\n");

    const source = await openImportSource("-", stdin, "csv");
    stdin.end("b.com\n");

    expect(source.totalBytes).toBeNull();
    expect(String(await buffer(source.bytes))).toBe("a.com\nb.com\n");
  });
});

describe("domains import", () => {
  it("prints the sum, tells bad rows on stderr, and ends with 1 for them", async () => {
    const { origin } = await anApi();

    const { code, stdout, stderr } = await runHere(["domains", "import", "-", "--api", origin]);

    expect(code).toBe(1);
    expect(stdout).toMatch(/^queued +1\n/);
    expect(stdout).toMatch(/^invalid +1$/m);
    expect(stderr).toBe("row 2: a b invalid_domain: Cannot read it\n");
  });

  it("prints every verdict with --json, and nothing for people", async () => {
    const { origin } = await anApi();
    const args = ["domains", "import", "-", "--json", "--api", origin];

    const { code, stdout, stderr } = await runHere(args);

    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual(LINES);
  });

  it("ends with 0 when no row is bad, and with 1 when there were too many", async () => {
    const good = await anApi([{ summary: { ...SUMMARY, invalid: 0 } }]);
    const many = await anApi([{ summary: { ...SUMMARY, complete: false } }]);

    const ends = [good, many].map(({ origin }) =>
      runHere(["domains", "import", "-", "--api", origin]),
    );

    const [all, part] = await Promise.all(ends);
    expect(all?.code).toBe(0);
    expect(part?.code).toBe(1);
    expect(part?.stderr).toContain("more rows than one import takes");
  });

  it("ends with 3 when the answer breaks off before its summary", async () => {
    const { origin } = await anApi(LINES.slice(0, 1));

    const { code, stderr } = await runHere(["domains", "import", "-", "--api", origin]);

    expect(code).toBe(3);
    expect(stderr).toContain("Broken off after 1 rows");
  });

  it("shows a bar on a terminal, with bad rows above it", async () => {
    const { origin } = await anApi();
    const file = aFile("domains.csv", "example.com\na b\n");
    const args = ["domains", "import", file, "--api", origin];

    const { stderr } = await runHere(args, { isTerminal: true });

    expect(stderr).toMatch(/\d+% · 2 rows/);
    expect(stderr).toContain("row 2: a b invalid_domain: Cannot read it");
  });
});
