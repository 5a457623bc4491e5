/** The harness as people call it, short; `npm run chaos` has the long runs. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { makeTemporaryDirectory, startProcess } from "@sitemap-scanner/testkit";
import type { Report } from "./report.ts";

const words = (line: string) => line.split(" ");

async function chaos(...options: string[]) {
  const file = join(makeTemporaryDirectory("chaos"), "report.json");
  const child = await startProcess({
    args: [join(import.meta.dirname, "main.ts"), ...options, "--report", file],
  });
  const { code } = await child.exited;
  const output = [...child.stdout, ...child.stderr].join("\n");
  const reports = code === 2 ? [] : (JSON.parse(await readFile(file, "utf8")) as Report[]);
  return { code, output, lastLine: child.stdout.at(-1), report: reports[0] };
}

describe("npm run chaos", () => {
  it("breaks everything for half a minute, and finds that no promise was broken", async () => {
    const { code, output, lastLine, report } = await chaos(
      ...words("--seconds 30 --seed 7 --backend redis --rate 5"),
    );

    // The whole report is what one wants to see when this fails.
    expect({ code, lastLine, output }).toEqual({ code: 0, lastLine: "chaos: clean", output });
    expect(report).toMatchObject({ lost: 0, stuck: 0, recorded_twice: 0, breaches: [] });
    expect(report?.faults_in_all).toBeGreaterThan(15);
    expect(report?.scans.acknowledged).toBeGreaterThan(30);
  }, 180_000);

  it("finds out when the trigger that writes messages is taken out", async () => {
    const { code, report } = await chaos(
      ...words("--mutant no_outbox_trigger --seconds 10 --drain-seconds 2"),
    );

    expect(code).toBe(1);
    expect(report?.breaches.map(({ invariant }) => invariant)).toContain("I6");
  }, 90_000);

  it.each([
    [["--backend", "mysql"], "--backend must be redis, postgres or both"],
    [["--faults", "earthquake"], 'There is no fault "earthquake"'],
    [["--mutant", "godzilla"], 'There is no mutant "godzilla"'],
    [["--seconds", "soon"], "--seconds must be a number from 1"],
    [["--speed", "9"], "--speed"],
  ])("called with %j ends with 2 and says why", async (options, reason) => {
    const { code, output } = await chaos(...options);

    expect(code).toBe(2);
    expect(output).toContain(reason);
  });
});
