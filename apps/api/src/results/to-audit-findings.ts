import {
  AUDIT_CHECKS,
  AUDIT_EXAMPLES,
  SEVERITIES,
  type AuditCode,
  type AuditFinding,
} from "@sitemap-scanner/contracts";
import type { AuditFindingView } from "@sitemap-scanner/database";
import { adviceOn } from "./to-sitemap-file.ts";

/** In the order in which they are told. A code that only a newer version knows is left out. */
export function toAuditFindings(found: readonly AuditFindingView[]): AuditFinding[] {
  const findings = found.flatMap(({ code, ...finding }) =>
    isAuditCode(code) ? [toAuditFinding(code, finding)] : [],
  );
  return findings.sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      b.count - a.count ||
      (`${a.code} ${a.reason}` < `${b.code} ${b.reason}` ? -1 : 1),
  );
}

function toAuditFinding(code: AuditCode, found: Omit<AuditFindingView, "code">): AuditFinding {
  const reason = found.reason === "" ? null : found.reason;
  // An outcome knows better than the check what to do about the files that came to it.
  const advice = (code === "child_failed" && adviceOn(reason)) || AUDIT_CHECKS[code].advice;
  const { amount: count, files } = found;
  const examples = found.examples.slice(0, AUDIT_EXAMPLES);
  return { code, ...AUDIT_CHECKS[code], advice, reason, count, files, examples };
}

function isAuditCode(code: string): code is AuditCode {
  return Object.hasOwn(AUDIT_CHECKS, code);
}
