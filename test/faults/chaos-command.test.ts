/** What the harness finds out about a product that is broken, and how it measures one fault. */
import { describe, expect, it } from "@jest/globals";
import { chaos, chaosWithReport } from "../chaos/run-command.ts";

const words = (line: string) => line.split(" ");

describe("npm run chaos", () => {
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
});
