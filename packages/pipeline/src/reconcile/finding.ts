/**
 * The rules by which late work is found (RELIABILITY §2 has their reasons). R1, a claim of the relay that
 * ran out, needs nobody: the next relay takes the message again by itself.
 */
export type RuleName = "R2" | "R3" | "R4" | "R5" | "R6" | "R7" | "R8";

/** What is late. */
export interface LateItem {
  rule: RuleName;
  subject: "task" | "job" | "domain" | "broker" | "delivery";
  id: string;
}

/** Something that was late, and what was done about it. */
export interface Finding extends LateItem {
  /** One word for logs and metrics: `lost_by_broker`, `rescued`, `poisoned`, … */
  did: string;
  /** A guarantee of the database was got round: somebody must look. */
  isAlarm: boolean;
}

/** Something that is late still: it could not be put right, be it in this pass or when last tried. */
export interface Failure extends LateItem {
  error: unknown;
}

export type Outcome = Finding | Failure;

/** Rows that one pass of a rule works on, at most; what is left waits for the next pass. */
export const PASS_LIMIT = 500;

export function finding(
  rule: RuleName,
  subject: Finding["subject"],
  { id, did, isAlarm = false }: { id: string; did: string; isAlarm?: boolean },
): Finding {
  return { rule, subject, id, did, isAlarm };
}

export function isFinding(outcome: Outcome): outcome is Finding {
  return "did" in outcome;
}

export function isFailure(outcome: Outcome): outcome is Failure {
  return !isFinding(outcome);
}
