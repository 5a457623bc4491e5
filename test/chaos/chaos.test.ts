/** The harness as people call it, short; `npm run chaos` has the long runs, `npm run faults` the rest. */
import { describe, expect, it } from "@jest/globals";
import { readCommand } from "./options.ts";
import { readRecoveryOptions } from "./recovery-times/options.ts";
import { chaos, chaosWithReport } from "./run-command.ts";

describe("npm run chaos", () => {
  it("breaks everything for half a minute, and finds that no promise was broken", async () => {
    const { code, output, lastLine, report } = await chaosWithReport(
      ..."--seconds 30 --seed 7 --backend redis --rate 5 --live 40".split(" "),
    );

    // The whole report is what one wants to see when this fails.
    expect({ code, lastLine, output }).toEqual({ code: 0, lastLine: "chaos: clean", output });
    expect(report).toMatchObject({ lost: 0, stuck: 0, recorded_twice: 0, breaches: [] });
    expect(report?.faults_in_all).toBeGreaterThan(15);
    expect(report?.scans.acknowledged).toBeGreaterThan(30);
  }, 180_000);

  it("called wrongly ends with 2 and says why", async () => {
    const { code, output } = await chaos("--backend", "mysql");

    expect(code).toBe(2);
    expect(output).toContain("--backend must be redis, postgres or both");
  });

  it.each([
    [["--faults", "earthquake"], 'There is no fault "earthquake"'],
    [["--mutant", "godzilla"], 'There is no mutant "godzilla"'],
    [["--seconds", "soon"], "--seconds must be a number from 1"],
    [["--speed", "9"], "--speed"],
  ])("cannot be called with %j", (options, reason) => {
    expect(() => readCommand(options)).toThrow(reason);
  });

  it("measures no recovery without repetitions", () => {
    expect(() => readRecoveryOptions(["--repetitions", "none"])).toThrow(
      "--repetitions must be a number from 1",
    );
  });
});
