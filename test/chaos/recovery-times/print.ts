import type { Measured, RecoveryReport } from "./run.ts";

/** A row of the table for people. */
export function printMeasured(measured: Measured): string {
  const { name, boundSeconds } = measured.scenario;
  const each = measured.seconds.map((seconds) => seconds.toFixed(1)).join(", ");
  const verdict = isInTime(measured) ? "" : "   TOO LATE";
  return `  ${name.padEnd(32)} ${worst(measured).toFixed(1).padStart(6)} s of ${boundSeconds} s   (${each})${verdict}`;
}

/** What was lost, and in the last line the verdict. */
export function printVerdict(report: RecoveryReport): string {
  return [
    ...report.breaches.map(
      ({ invariant, subject, detail }) => `${invariant}: ${subject} ${detail}`,
    ),
    isClean(report) ? "recovery: in time" : "recovery: not as promised",
  ].join("\n");
}

/** Every recovery was within its bound, and nothing was lost by any. */
export function isClean(report: RecoveryReport): boolean {
  return report.breaches.length === 0 && report.measured.every(isInTime);
}

function isInTime(measured: Measured): boolean {
  return worst(measured) < measured.scenario.boundSeconds;
}

function worst({ seconds }: Measured): number {
  return Math.max(...seconds);
}
