import type { Measured, RecoveryReport } from "./run.ts";

/** The table for people; its last line is the verdict. */
export function printRecoveries({ backend, measured, breaches }: RecoveryReport): string {
  return [
    `recovery on ${backend}, at the clocks by default`,
    ...measured.map((one) => {
      const { name, boundSeconds } = one.scenario;
      const each = one.seconds.map((seconds) => seconds.toFixed(1)).join(", ");
      const verdict = isInTime(one) ? "" : "   TOO LATE";
      return `  ${name.padEnd(32)} ${worst(one).toFixed(1).padStart(6)} s of ${boundSeconds} s   (${each})${verdict}`;
    }),
    ...breaches.map(({ invariant, subject, detail }) => `${invariant}: ${subject} ${detail}`),
    isClean({ measured, breaches }) ? "recovery: in time" : "recovery: not as promised",
  ].join("\n");
}

/** Every recovery was within its bound, and nothing was lost by any. */
export function isClean(report: Pick<RecoveryReport, "measured" | "breaches">): boolean {
  return report.breaches.length === 0 && report.measured.every(isInTime);
}

function isInTime(measured: Measured): boolean {
  return worst(measured) < measured.scenario.boundSeconds;
}

function worst({ seconds }: Measured): number {
  return Math.max(...seconds);
}
