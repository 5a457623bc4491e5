import { describe, expect, it } from "@jest/globals";
import { isRunning, makeTemporaryDirectory, waitFor } from "@sitemap-scanner/testkit";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Supervisor } from "../src/dev/supervisor.ts";

describe("Supervisor", () => {
  it("gives a process up that ends three times, and tells the end of its log each time", async () => {
    const { supervisor, said, givenUp } = setup("console.log('no \\x1b[31mway'); process.exit(7)");

    const reason = await givenUp;

    expect(reason).toBe("the test ended 3 times within a minute");
    expect(said.filter((line) => line.includes("(exit code 7)"))).toHaveLength(3);
    expect(said).toContain("  no way");
    await supervisor.stop(5_000, new AbortController().signal);
  });

  it("starts a process again that was killed", async () => {
    const { supervisor, log } = setup("console.log('up'); setInterval(() => {}, 1000)");
    const first = supervisor.pid;

    process.kill(first, "SIGKILL");
    await waitFor(() => supervisor.pid !== first, { what: "another process" });

    expect(isRunning(supervisor.pid)).toBe(true);
    await waitFor(() => readFileSync(log, "utf8").endsWith("up\n"), { what: "its output" });
    await supervisor.stop(5_000, new AbortController().signal);
    expect(isRunning(supervisor.pid)).toBe(false);
  });

  it("kills a process that does not stop as soon as there is a hurry", async () => {
    const deaf = "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)";
    const { supervisor, log } = setup(deaf);
    await waitFor(() => readFileSync(log, "utf8") === "up\n", { what: "its output" });
    const hurry = new AbortController();

    const stopped = supervisor.stop(60_000, hurry.signal);
    hurry.abort();
    await stopped;

    expect(isRunning(supervisor.pid)).toBe(false);
  });

  it("gives its process a channel that closes when we are gone", async () => {
    const { supervisor, log } = setup("console.log(process.connected); process.disconnect()");

    await waitFor(() => readFileSync(log, "utf8") !== "", { what: "its output" });
    expect(readFileSync(log, "utf8")).toMatch(/^true\n/);

    await supervisor.stop(5_000, new AbortController().signal);
  });
});

function setup(program: string) {
  const directory = makeTemporaryDirectory("supervisor");
  const entry = join(directory, "program.mjs");
  const log = join(directory, "program.log");
  writeFileSync(entry, program);
  const said: string[] = [];
  const events = new EventTarget();
  let reason = "";
  const givenUp = once(events, "given-up").then(() => reason);
  const supervisor = new Supervisor(
    { name: "test", entry, env: process.env, logFile: log },
    {
      say: (line) => said.push(line),
      onStart: () => undefined,
      onGivenUp: (why) => {
        reason = why;
        events.dispatchEvent(new Event("given-up"));
      },
    },
  );
  return { supervisor, said, log, givenUp };
}
