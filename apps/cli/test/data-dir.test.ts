import { describe, expect, it } from "@jest/globals";
import { makeTemporaryDirectory, startProcess } from "@sitemap-scanner/testkit";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import { claimDataDir } from "../src/dev/claim.ts";
import { choosePort, isPortFree, openKeptPorts } from "../src/dev/ports.ts";
import { identifyProcess, isRunning } from "../src/dev/running-process.ts";
import {
  readStackFile,
  removeStackFile,
  type StackFile,
  stackFilePath,
  writeStackFile,
} from "../src/dev/stack-file.ts";
import { UsageError } from "../src/errors.ts";
import { findApi } from "../src/find-api.ts";

const STACK: StackFile = {
  api_url: "http://127.0.0.1:8123",
  api_key: "sms_of_the_stack",
  database_url: "postgres://127.0.0.1:5433/postgres",
  redis_url: null,
  pids: { dev: 1, postgres: 2, api: 3, worker: 4 },
  started_at: "2026-01-01T00:00:00.000Z",
};

describe("stack.json", () => {
  it("is read as it was written, and by its owner alone", () => {
    const dataDir = makeTemporaryDirectory("stack");

    writeStackFile(dataDir, STACK);

    expect(readStackFile(dataDir)).toEqual(STACK);
    expect(statSync(stackFilePath(dataDir)).mode & 0o777).toBe(0o600);
  });

  it("counts as absent when it is removed, cut off, or something else", () => {
    const dataDir = makeTemporaryDirectory("stack");
    const reads = ['{"api_url": "ht', "{}"].map((content) => {
      writeFileSync(stackFilePath(dataDir), content);
      return readStackFile(dataDir);
    });

    removeStackFile(dataDir);

    expect([...reads, readStackFile(dataDir)]).toEqual([null, null, null]);
  });
});

describe("findApi()", () => {
  it("prefers the option, then the environment, then the running stack, then port 8000", () => {
    const running = makeTemporaryDirectory("stack");
    const nothing = makeTemporaryDirectory("stack");
    writeStackFile(running, STACK);
    const env = { DATA_DIR: running, SITEMAP_SCANNER_API: "http://b.example/" };

    const found = [
      findApi({ api: "http://a.example/" }, env),
      findApi({}, env),
      findApi({}, { DATA_DIR: running }),
      findApi({}, { DATA_DIR: nothing }),
    ];

    expect(found.map(({ url }) => url)).toEqual([
      "http://a.example/",
      "http://b.example/",
      "http://127.0.0.1:8123",
      "http://127.0.0.1:8000",
    ]);
  });

  it("sends the key of the running stack to that stack alone, and only when none is named", () => {
    const running = makeTemporaryDirectory("stack");
    writeStackFile(running, STACK);
    const env = { DATA_DIR: running };

    const found = [
      findApi({}, env),
      findApi({ api: STACK.api_url }, env),
      findApi({}, { ...env, SITEMAP_SCANNER_KEY: "sms_named" }),
    ];

    expect(found.map(({ key }) => key)).toEqual(["sms_of_the_stack", undefined, "sms_named"]);
  });

  it("refuses what is no http URL", () => {
    expect(() => findApi({ api: "localhost:8000" }, {})).toThrow(UsageError);
  });
});

describe("claimDataDir()", () => {
  it("refuses a second claim while the first process lives, and says how to go on", () => {
    const dataDir = makeTemporaryDirectory("claim");
    using _claim = claimDataDir(dataDir);

    expect(() => claimDataDir(dataDir)).toThrow(/running already \(process \d+\).*\n.*PORT=8001/);
  });

  it("leaves nothing when it is given back", () => {
    const dataDir = join(makeTemporaryDirectory("claim"), "made", "for", "it");

    claimDataDir(dataDir)[Symbol.dispose]();

    expect(existsSync(join(dataDir, "dev.lock"))).toBe(false);
  });

  it("takes the place of a process that is gone", async () => {
    const dataDir = makeTemporaryDirectory("claim");
    const gone = await startProcess({ args: ["--eval", ""] });
    const identity = identifyProcess(gone.pid);
    await gone.exited;
    writeFileSync(join(dataDir, "dev.lock"), JSON.stringify(identity));

    expect(() => claimDataDir(dataDir)[Symbol.dispose]()).not.toThrow();
  });

  it("takes the place of a lock that nobody can read", () => {
    const dataDir = makeTemporaryDirectory("claim");
    writeFileSync(join(dataDir, "dev.lock"), "");

    expect(() => claimDataDir(dataDir)[Symbol.dispose]()).not.toThrow();
  });
});

describe("isRunning()", () => {
  it("tells a process from a later one with the same pid", () => {
    const ours = identifyProcess(process.pid);

    expect(isRunning(ours)).toBe(true);
    expect(isRunning({ ...ours, began: "1" })).toBe(false);
  });
});

describe("ports.json", () => {
  it("keeps a port over restarts", async () => {
    const dataDir = makeTemporaryDirectory("ports");
    const first = await choosePort(openKeptPorts(dataDir), "postgres");

    const second = await choosePort(openKeptPorts(dataDir), "postgres");

    expect(second).toBe(first);
  });

  it("gives way to whoever has taken the port", async () => {
    const dataDir = makeTemporaryDirectory("ports");
    const first = await choosePort(openKeptPorts(dataDir), "sample_site");
    const server = createServer().listen(first, "127.0.0.1");
    await once(server, "listening");

    const second = await choosePort(openKeptPorts(dataDir), "sample_site");

    expect(await isPortFree(first)).toBe(false);
    expect(second).not.toBe(first);
    expect(openKeptPorts(dataDir).get("sample_site")).toBe(second);
    server.close();
  });
});
