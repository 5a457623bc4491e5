import { describe, expect, it } from "@jest/globals";
import { isClean, printMeasured, printVerdict } from "./recovery-times/print.ts";
import type { RecoveryReport } from "./recovery-times/run.ts";

const aMeasured = (seconds: number[]) => ({
  scenario: { name: "worker killed", boundSeconds: 30 },
  seconds,
});
const aReport = (report: Partial<RecoveryReport> = {}): RecoveryReport => ({
  measured: [aMeasured([21.2, 24.94, 9])],
  breaches: [],
  ...report,
});

describe("a report of recoveries", () => {
  it("shows the worst of each, and is clean when all were within their bounds", () => {
    const row = printMeasured(aMeasured([21.2, 24.94, 9]));

    expect(row).toMatch(/^ {2}worker killed +24\.9 s of 30 s +\(21\.2, 24\.9, 9\.0\)$/);
    expect(printVerdict(aReport())).toBe("recovery: in time");
    expect(isClean(aReport())).toBe(true);
  });

  it("is not clean when one of several was too late", () => {
    const late = aMeasured([2, 30.1, 3]);
    const report = aReport({ measured: [aMeasured([4]), late] });

    expect(printMeasured(late)).toMatch(/TOO LATE$/);
    expect(printVerdict(report)).toBe("recovery: not as promised");
    expect(isClean(report)).toBe(false);
  });

  it("is not clean when something was lost, however soon", () => {
    const breaches = [{ invariant: "I1" as const, subject: "job 7", detail: "is gone", at: 3 }];
    const report = aReport({ breaches });

    expect(printVerdict(report)).toContain("I1: job 7 is gone");
    expect(isClean(report)).toBe(false);
  });
});
