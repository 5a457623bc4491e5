/** Names of hosts are looked up on libuv's threads, and one whose name server is silent keeps its thread. */
import { describe, expect, it } from "@jest/globals";
import { makeTemporaryDirectory, waitFor } from "@sitemap-scanner/testkit";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startChild } from "../src/dev/child-process.ts";
import { readDevSettings } from "../src/dev/settings.ts";

const MAKE_PIPE = "mkfifo";
const STACK = { databaseUrl: "postgres://127.0.0.1/none", port: 0 };

/** Opens a pipe that nobody writes to, as often as told, each of which hangs; then looks a name up. */
const PROGRAM = `
  import { lookup } from "node:dns/promises";
  import { open } from "node:fs";
  for (let n = 0; n < Number(process.env.HANGING); n++) open(process.env.PIPE, "r", () => {});
  await lookup("localhost");
  console.log("found");
`;

function environmentOf(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return readDevSettings(env, false).environmentFor(STACK);
}

describe("a process that npm start starts", () => {
  it("looks names up while as many lookups hang as a worker has tasks, three times over", async () => {
    const directory = makeTemporaryDirectory("threads");
    const [entry, logFile, pipe] = ["program.mjs", "program.log", "pipe"].map((name) =>
      join(directory, name),
    ) as [string, string, string];
    writeFileSync(entry, PROGRAM);
    expect(spawnSync(MAKE_PIPE, [pipe]).status).toBe(0);
    const env = { ...environmentOf(process.env), HANGING: "24", PIPE: pipe };

    const child = startChild({ name: "test", entry, env, logFile });

    try {
      await waitFor(() => readFileSync(logFile, "utf8") === "found\n", { what: "the name" });
    } finally {
      await child.stop(0, AbortSignal.abort());
    }
  });

  it("has as many threads as its environment says, if it says it", () => {
    expect(environmentOf({ UV_THREADPOOL_SIZE: "100" })["UV_THREADPOOL_SIZE"]).toBe("100");
    expect(environmentOf({ UV_THREADPOOL_SIZE: "" })["UV_THREADPOOL_SIZE"]).toBe("32");
  });
});
