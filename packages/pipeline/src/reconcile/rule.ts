import { crashPoint, withTimeout, type Logger } from "@sitemap-scanner/runtime";
import { createFailedItems, type FailedItems } from "./failed-items.ts";
import { isFailure, isFinding, type Failure, type Finding, type Outcome } from "./finding.ts";

/** One pass of a rule; of what failed before, it tries again what `failed` chooses. */
export type RulePass = (failed: FailedItems) => Promise<Outcome[]>;

export interface RuleDeps {
  logger: Logger;
  /** Called when something was put right: there may be new messages. */
  onChange: () => void;
  onFinding?: (finding: Finding) => void;
  /** How long a pass waits for a rule, which then goes on by itself, in ms. Default 30,000. */
  ruleMs?: number;
}

/** How much a pass has put right, and how much it could not. */
export interface Applied {
  findings: number;
  failures: number;
}

export interface Rule {
  /** Never rejects: a rule that fails keeps no other from running. */
  apply(): Promise<Applied>;
}

export function createRule(
  name: string,
  pass: RulePass,
  { logger, onChange, onFinding, ruleMs = 30_000 }: RuleDeps,
): Rule {
  const failed = createFailedItems();
  let isRunning = false;
  let isFailing = false;
  /** The items whose failure has been told. */
  let failing = new Map<string, Failure>();

  /** What was done is told when it ends, also after its time. */
  async function applyToEnd(): Promise<Applied> {
    const outcomes = await pass(failed);
    const failures = outcomes.filter(isFailure);
    const findings = outcomes.filter(isFinding);
    tellFailures(failures);
    for (const each of findings) tellFinding(each);
    if (findings.length > 0) {
      crashPoint("reconciler.applied");
      onChange();
    }
    return { findings: findings.length, failures: failures.length };
  }

  function tellFinding(found: Finding): void {
    const { isAlarm, ...fields } = found;
    if (isAlarm) logger.error("guarantee got round, put right", { ...fields });
    else logger.warn("late, put right", { ...fields });
    onFinding?.(found);
  }

  /** Each is told once, and its end. */
  function tellFailures(failures: readonly Failure[]): void {
    const known = failing;
    failing = new Map(failures.map((failure) => [failure.id, failure]));
    for (const [id, failure] of failing) {
      const level = known.has(id) ? "debug" : "warn";
      logger[level]("late, cannot be put right", { ...failure });
    }
    for (const [id, { rule, subject }] of known)
      if (!failing.has(id)) logger.info("late no longer", { rule, subject, id });
  }

  return {
    async apply() {
      // It ran out of its time, which has been told.
      if (isRunning) return { findings: 0, failures: 1 };
      isRunning = true;
      const atWork = applyToEnd().finally(() => (isRunning = false));
      try {
        const applied = await withTimeout(atWork, ruleMs, `apply the rule "${name}"`);
        if (isFailing) logger.info("reconciler rule works again", { rule: name });
        isFailing = false;
        return applied;
      } catch (error) {
        // An outage is told once, and its end.
        logger[isFailing ? "debug" : "warn"]("reconciler rule failed", { rule: name, error });
        isFailing = true;
        return { findings: 0, failures: 1 };
      }
    },
  };
}
