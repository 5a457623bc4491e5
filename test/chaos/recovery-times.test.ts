import { describe, expect, it } from "@jest/globals";
import { isClean, printRecoveries } from "./recovery-times/print.ts";
import type { RecoveryReport } from "./recovery-times/run.ts";

const aReport = (report: Partial<RecoveryReport> = {}): RecoveryReport => ({
  backend: "redis",
  measured: [{ scenario: { name: "worker killed", boundSeconds: 30 }, seconds: [21.2, 24.94, 9] }],
  breaches: [],
  ...report,
});

describe("a report of recoveries", () => {
  it("shows the worst of each, and is clean when all were within their bounds", () => {
    const report = aReport();

    expect(printRecoveries(report)).toMatch(
      /worker killed +24\.9 s of 30 s +\(21\.2, 24\.9, 9\.0\)/,
    );
    expect(isClean(report)).toBe(true);
  });

  it("is not clean when one of several was too late", () => {
    const scenario = { name: "API killed", boundSeconds: 10 };
    const report = aReport({ measured: [{ scenario, seconds: [2, 10.1, 3] }] });

    expect(printRecoveries(report)).toMatch(/TOO LATE\nrecovery: not as promised$/);
    expect(isClean(report)).toBe(false);
  });

  it("is not clean when something was lost, however soon", () => {
    const breaches = [{ invariant: "I1" as const, subject: "job 7", detail: "is gone", at: 3 }];
    const report = aReport({ breaches });

    expect(printRecoveries(report)).toContain("I1: job 7 is gone");
    expect(isClean(report)).toBe(false);
  });
});
