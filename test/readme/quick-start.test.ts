import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  freePort,
  makeTemporaryDirectory,
  startProcess,
  type RunningProcess,
} from "@sitemap-scanner/testkit";
import { readFileSync } from "node:fs";
import { blocksOf } from "./blocks-of.ts";

const ROOT = new URL("../../", import.meta.url);
const README = readFileSync(new URL("README.md", ROOT), "utf8");

/** What stands in the README for what only the reader knows. */
interface Reader {
  port: number;
  site: string;
  jobId: string;
}

let stack: RunningProcess;
let reader: Reader;

beforeAll(async () => {
  const port = await freePort();
  const env = { PORT: String(port), DATA_DIR: makeTemporaryDirectory("readme"), CANARY_MS: "0" };
  const [start = ""] = linesOf("Try it");
  stack = await startProcess({ command: "sh", args: ["-c", start], env, cwd: ROOT.pathname });
  const [, site = ""] = await stack.waitForLine(/sample site is up on (http:\S+): /, {
    timeoutMs: 120_000,
  });
  await stack.waitForLine(new RegExp(`The stack is up on http://localhost:${port}$`), {
    timeoutMs: 120_000,
  });
  reader = { port, site, jobId: "" };
}, 300_000);

describe("the README", () => {
  it("starts everything with its first line, and names the tests with the second", () => {
    expect(linesOf("Try it")).toEqual([
      expect.stringMatching(/^npm start\s+#/),
      expect.stringMatching(/^npm test\s+#/),
    ]);
  });

  it("has a scan accepted, followed and its pages listed by its three requests", async () => {
    const [submit = "", status = "", pages = ""] = linesOf("Use it");

    const accepted = await run(submit);
    reader.jobId = /"job_id":"([\da-f-]{36})"/.exec(accepted)?.[1] ?? "";
    const ended = JSON.parse(await run(status));
    const listed = (await run(pages)).trim().split("\n");

    expect(accepted).toMatch(/^HTTP\/1\.1 202 /);
    expect(accepted).toContain(`"status_url":"/api/v3/sitemap/status/${reader.jobId}"`);
    expect(ended).toMatchObject({ job_id: reader.jobId, status: "complete" });
    expect(listed).toHaveLength(ended.result.pages_found);
    for (const line of listed) expect(JSON.parse(line)).toHaveProperty("url");
  }, 90_000);
});

/** The commands under a heading, in order. */
function linesOf(heading: string): string[] {
  return blocksOf(README, heading).flatMap((block) => block);
}

/** Runs a line of the README as its reader would, and answers what it prints. */
async function run(line: string): Promise<string> {
  const command = line
    .replaceAll("localhost:8000", `127.0.0.1:${reader.port}`)
    .replaceAll("example.com", reader.site)
    .replaceAll("JOB_ID", reader.jobId);
  const done = await startProcess({ command: "sh", args: ["-c", command] });
  const { code } = await done.exited;
  expect({ code, stderr: code === 0 ? [] : done.stderr }).toEqual({ code: 0, stderr: [] });
  return done.stdout.join("\n");
}
