import { AUDIT_EXAMPLES, type AuditCode } from "@sitemap-scanner/contracts";
import type { FileFinding } from "@sitemap-scanner/database";

type Example = FileFinding["examples"][number];

/** Counts what is wrong with a file, with a few examples of each. */
export interface Findings {
  /** One entry, or with null the file itself. */
  count(code: AuditCode, url: string | null, detail?: string | null): void;
  /** Several entries, and how the first of them were written. */
  countMany(code: AuditCode, reason: string, amount: number, texts: readonly string[]): void;
  forget(code: AuditCode): void;
  list(): FileFinding[];
}

export function createFindings(): Findings {
  const byCode = new Map<string, { amount: number; examples: Example[] }>();
  const many: FileFinding[] = [];

  return {
    count(code, url, detail = null) {
      const finding = byCode.get(code) ?? { amount: 0, examples: [] };
      if (finding.amount === 0) byCode.set(code, finding);
      finding.amount++;
      if (finding.examples.length < AUDIT_EXAMPLES) finding.examples.push({ url, detail });
    },
    countMany(code, reason, amount, texts) {
      const details = texts.length > 0 ? texts : [amount === 1 ? "1 entry" : `${amount} entries`];
      const examples = details.slice(0, AUDIT_EXAMPLES).map((detail) => ({ url: null, detail }));
      many.push({ code, reason, amount, examples });
    },
    forget: (code) => void byCode.delete(code),
    list: () => [...[...byCode].map(([code, found]) => ({ code, reason: "", ...found })), ...many],
  };
}
