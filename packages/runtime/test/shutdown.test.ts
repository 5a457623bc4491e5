import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "@jest/globals";

interface Line {
  message: string;
  [field: string]: unknown;
}

const STOPPABLE = new URL("./fixtures/stoppable.ts", import.meta.url);
const PARENT = new URL("./fixtures/parent.ts", import.meta.url);

const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

function start(script: URL, ...args: string[]) {
  const child = spawn(process.execPath, [fileURLToPath(script), ...args], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  started.push(child);
  const lines: Line[] = [];
  let stderr = "";
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => lines.push(JSON.parse(line)));
  const noMore = new AbortController();
  reader.on("close", () => noMore.abort(new Error("The process has ended")));
  const seen = async (message: string) => {
    while (!lines.some((line) => line.message === message)) {
      await once(reader, "line", { signal: noMore.signal });
    }
  };
  // "close" comes when the last process that holds its output has ended, a grandchild too.
  const ended = once(child, "close").then(([code]) => ({ code, lines, stderr }));
  return { child, seen, ended };
}

async function startUntilReady(...args: string[]) {
  const running = start(STOPPABLE, ...args);
  await running.seen("ready");
  return running;
}

const closedNames = (lines: Line[]) =>
  lines.filter((line) => line.message === "closed").map((line) => line["name"]);

describe("runUntilStopped()", () => {
  it.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "closes in reverse order on %s and exits with 0",
    async (signal) => {
      const { child, ended } = await startUntilReady("good");

      child.kill(signal);

      const { code, lines } = await ended;
      expect(code).toBe(0);
      expect(lines).toContainEqual(
        expect.objectContaining({ message: "stopping", reason: signal }),
      );
      expect(closedNames(lines)).toEqual(["second", "first"]);
    },
  );

  it("exits with 1 when the grace is over, and names what did not close", async () => {
    const { child, ended } = await startUntilReady("stuck", "50");

    child.kill("SIGTERM");

    const { code, lines } = await ended;
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatchObject({ message: "not stopped in time", waitingFor: "stuck" });
  });

  it("exits at once on a second signal", async () => {
    const { child, seen, ended } = await startUntilReady("stuck", "60000", "0");

    child.kill("SIGTERM");
    await seen("stopping");
    child.kill("SIGINT");

    await expect(ended).resolves.toMatchObject({ code: 130 });
  });

  it("takes a signal that arrives twice in a moment as one", async () => {
    const { child, seen, ended } = await startUntilReady("asked", "60000", "60000");

    child.kill("SIGINT");
    await seen("stopping");
    child.kill("SIGINT");
    child.kill("SIGTERM");
    child.stdin?.end("go on");

    await expect(ended).resolves.toMatchObject({ code: 0 });
  });

  it("closes the rest when one thing does not close, and exits with 1", async () => {
    const { child, ended } = await startUntilReady("broken");

    child.kill("SIGTERM");

    const { code, lines } = await ended;
    expect(code).toBe(1);
    expect(lines).toContainEqual(
      expect.objectContaining({ message: "resource not closed", resource: "broken" }),
    );
    expect(closedNames(lines)).toEqual(["first"]);
  });

  it.each([
    ["startFails", "no database"],
    ["partFails", "relay gave up"],
  ])("closes what is open and exits with 1: %s", async (behaviour, message) => {
    const { code, lines } = await start(STOPPABLE, behaviour).ended;

    expect(code).toBe(1);
    expect(lines).toContainEqual(
      expect.objectContaining({
        message: "process failed",
        error: expect.objectContaining({ message }),
      }),
    );
    expect(closedNames(lines)).toEqual(["first"]);
  });

  it("exits with 0 when the process itself asks to stop", async () => {
    const { code, lines } = await start(STOPPABLE, "stops").ended;

    expect(code).toBe(0);
    expect(closedNames(lines)).toEqual(["first"]);
  });

  it("ends a start that waits when told to stop", async () => {
    const { child, ended } = await startUntilReady("startWaits");

    child.kill("SIGTERM");

    const { code, lines } = await ended;
    expect(code).toBe(0);
    expect(closedNames(lines)).toEqual(["first"]);
  });

  it("does not wait for ever for a start that does not listen", async () => {
    const { child, ended } = await startUntilReady("startHangs", "50");

    child.kill("SIGTERM");

    const { code, lines } = await ended;
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatchObject({ message: "not stopped in time", waitingFor: "start" });
  });

  it.each(["throws", "rejects"])(
    "logs an error that nobody caught and exits with 1: %s",
    async (behaviour) => {
      const { code, lines } = await start(STOPPABLE, behaviour).ended;

      expect(code).toBe(1);
      expect(lines.at(-1)).toMatchObject({
        level: "error",
        message: "uncaught error",
        error: { message: "nobody caught me" },
      });
    },
  );

  it("stops when its parent was killed, although its log has no reader any more", async () => {
    const { child, seen, ended } = start(PARENT);
    await seen("ready");

    child.kill("SIGKILL");

    await expect(ended).resolves.toMatchObject({ stderr: "closed without a reader\n" });
  });
});
