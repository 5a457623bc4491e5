import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { releaseEverything } from "../src/end-of-file.ts";
import { isRunning, startProcess, waitFor } from "../src/index.ts";

const SAMPLE = fileURLToPath(new URL("sample-process.ts", import.meta.url));
const ready = /^ready/;

function startSample(what = "", options: Partial<Parameters<typeof startProcess>[0]> = {}) {
  return startProcess({ args: ["--no-warnings", SAMPLE, what], ...options });
}

describe("startProcess()", () => {
  it("waits for the line that says ready, and keeps what was said", async () => {
    const running = await startSample("", { readyLine: ready, env: { GREETING: "hello" } });

    expect(running.stdout).toEqual(["ready hello"]);
    expect(isRunning(running.pid)).toBe(true);
  });

  it("finds lines that have been said before it was asked", async () => {
    const running = await startSample("", { readyLine: ready, env: { GREETING: "hello" } });

    expect(await running.waitForLine(/^ready (\w+)$/)).toMatchObject({ 1: "hello" });
  });

  it("passes on nothing of the tests' own environment but what every program needs", async () => {
    process.env["SECRET_OF_THE_TESTS"] = "hush";
    const script = "console.log(Object.keys(process.env).sort().join(' '))";

    const running = await startProcess({ args: ["-e", script], env: { MORE: "1" } });
    await running.exited;

    expect(running.stdout[0]?.split(" ")).toEqual(expect.arrayContaining(["HOME", "MORE", "PATH"]));
    expect(running.stdout[0]).not.toContain("SECRET_OF_THE_TESTS");
  });

  it("tells how the process ended, after the last line it wrote", async () => {
    const running = await startSample("", { readyLine: ready });

    running.kill("SIGTERM");

    expect(await running.exited).toEqual({ code: 0, signal: null });
    expect(running.stdout).toContain("goodbye");
  });

  it("shows the last words of a process that ended before it was ready", async () => {
    await expect(startSample("fail", { readyLine: ready })).rejects.toThrow(
      /it ended\ncannot go on/,
    );
  });

  it("gives up on a line that does not come", async () => {
    const running = await startSample("", { readyLine: ready });

    await expect(running.waitForLine(/never/, { timeoutMs: 50 })).rejects.toThrow(
      /not within 50 ms/,
    );
  });

  it("rejects when there is no such program", async () => {
    await expect(startProcess({ command: "/no/such/program", args: [] })).rejects.toThrow(/ENOENT/);
  });

  it("kills the process alone, and its whole group on demand", async () => {
    const running = await startSample("parent", { readyLine: /^child \d+/ });
    const child = Number((await running.waitForLine(/^child (\d+)/))[1]);

    running.kill("SIGKILL");
    expect(await running.exited).toEqual({ code: null, signal: "SIGKILL" });
    expect(isRunning(child)).toBe(true);

    running.killGroup("SIGKILL");
    await waitFor(() => !isRunning(child), { what: "the child to end" });
  });

  it("leaves nothing running at the end of the file, not even what is stopped or was left", async () => {
    const left = await startSample("parent", { readyLine: /^child \d+/ });
    const child = Number((await left.waitForLine(/^child (\d+)/))[1]);
    left.kill("SIGKILL");
    await left.exited;
    const stopped = await startSample("", { readyLine: ready });
    stopped.kill("SIGSTOP");

    await releaseEverything();

    expect([left.pid, child, stopped.pid].filter(isRunning)).toEqual([]);
  });
});
