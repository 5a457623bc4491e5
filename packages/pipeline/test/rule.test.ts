import { describe, expect, it } from "@jest/globals";
import { waitFor } from "@sitemap-scanner/testkit";
import { finding, type Finding, type Outcome } from "../src/reconcile/finding.ts";
import { createRule } from "../src/reconcile/rule.ts";
import { collectLines } from "./collect-lines.ts";

const RESCUED = finding("R4", "task", { id: "a", did: "rescued" });
const FAILED = { rule: "R4", subject: "task", id: "b", error: new Error("locked") } as const;

const fail = () => Promise.reject(new Error("no database"));

/** A rule of which each pass comes to the next of these. */
function aRule(passes: (() => Promise<Outcome[]>)[], ruleMs?: number) {
  const { logger, lines } = collectLines();
  const seen = { findings: [] as Finding[], changes: 0 };
  const rule = createRule("a rule", () => passes.shift()?.() ?? Promise.resolve([]), {
    logger,
    ...(ruleMs !== undefined && { ruleMs }),
    onFinding: (found) => seen.findings.push(found),
    onChange: () => (seen.changes += 1),
  });
  return { rule, seen, said: () => lines.map(({ level, message }) => `${level} ${message}`) };
}

describe("createRule()", () => {
  it("delivers what was put right beside what could not be", async () => {
    const { rule, seen } = aRule([() => Promise.resolve([RESCUED, FAILED])]);

    expect(await rule.apply()).toEqual({ findings: 1, failures: 1 });

    expect(seen).toEqual({ findings: [RESCUED], changes: 1 });
  });

  it("tells once that an item cannot be put right, and that it is late no longer", async () => {
    const { rule, said } = aRule([
      () => Promise.resolve([FAILED]),
      () => Promise.resolve([FAILED]),
    ]);

    for (let i = 0; i < 4; i += 1) await rule.apply();

    expect(said()).toEqual(["warn late, cannot be put right", "info late no longer"]);
  });

  it("tells once that it fails as a whole, and that it works again", async () => {
    const { rule, said } = aRule([fail, fail]);

    expect(await rule.apply()).toEqual({ findings: 0, failures: 1 });
    for (let i = 0; i < 3; i += 1) await rule.apply();

    expect(said()).toEqual(["warn reconciler rule failed", "info reconciler rule works again"]);
  });

  it("is not begun again while it is at it, and what it has done is delivered when it ends", async () => {
    const slow = Promise.withResolvers<Outcome[]>();
    const { rule, seen, said } = aRule([() => slow.promise, () => Promise.resolve([FAILED])], 1);

    for (let i = 0; i < 3; i += 1) expect(await rule.apply()).toEqual({ findings: 0, failures: 1 });
    expect(said()).toEqual(["warn reconciler rule failed"]);

    slow.resolve([RESCUED]);
    await waitFor(() => seen.changes > 0, { what: "the rule to end" });
    expect(seen.findings).toEqual([RESCUED]);
    await rule.apply();
    expect(said()).toContain("warn late, cannot be put right");
  });
});
