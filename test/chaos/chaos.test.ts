/** The harness as people call it, short; `npm run chaos` has the long runs. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { makeTemporaryDirectory, startProcess } from "@sitemap-scanner/testkit";
import type { Report } from "./report.ts";

const words = (line: string) => line.split(" ");

async function chaos(...options: string[]) {
  const child = await startProcess({ args: [join(import.meta.dirname, "main.ts"), ...options] });
  const { code } = await child.exited;
  const output = [...child.stdout, ...child.stderr].join("\n");
  return { code, output, lastLine: child.stdout.at(-1) };
}

async function chaosWithReport(...options: string[]) {
  const file = join(makeTemporaryDirectory("chaos"), "report.json");
  const ended = await chaos(...options, "--report", file);
  const [report] = JSON.parse(await readFile(file, "utf8")) as Report[];
  return { ...ended, report };
}

describe("npm run chaos", () => {
  it("breaks everything for half a minute, and finds that no promise was broken", async () => {
    const { code, output, lastLine, report } = await chaosWithReport(
      ...words("--seconds 30 --seed 7 --backend redis --rate 5"),
    );

    // The whole report is what one wants to see when this fails.
    expect({ code, lastLine, output }).toEqual({ code: 0, lastLine: "chaos: clean", output });
    expect(report).toMatchObject({ lost: 0, stuck: 0, recorded_twice: 0, breaches: [] });
    expect(report?.faults_in_all).toBeGreaterThan(15);
    expect(report?.scans.acknowledged).toBeGreaterThan(30);
  }, 180_000);

  it("finds out when the trigger that writes messages is taken out", async () => {
    const { code, report } = await chaosWithReport(
      ...words("--mutant no_outbox_trigger --seconds 10 --drain-seconds 2"),
    );

    expect(code).toBe(1);
    expect(report?.breaches.map(({ invariant }) => invariant)).toContain("I6");
  }, 90_000);

  it("measures how soon one fault is over, at the product's own clocks", async () => {
    const { code, output, lastLine } = await chaos(
      ...words("recovery --backend redis --faults worker_sigterm --repetitions 1"),
    );

    expect({ code, lastLine, output }).toEqual({ code: 0, lastLine: "recovery: in time", output });
    expect(output).toMatch(/worker told to stop +\d+\.\d s of 10 s/);
  }, 120_000);

  it.each([
    [["--backend", "mysql"], "--backend must be redis, postgres or both"],
    [["--faults", "earthquake"], 'There is no fault "earthquake"'],
    [["--mutant", "godzilla"], 'There is no mutant "godzilla"'],
    [["--seconds", "soon"], "--seconds must be a number from 1"],
    [["--speed", "9"], "--speed"],
    [["recovery", "--repetitions", "none"], "--repetitions must be a number from 1"],
  ])("called with %j ends with 2 and says why", async (options, reason) => {
    const { code, output } = await chaos(...options);

    expect(code).toBe(2);
    expect(output).toContain(reason);
  });
});
