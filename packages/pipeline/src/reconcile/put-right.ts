import { inTransaction, isDatabaseAway, type Db, type Tx } from "@sitemap-scanner/database";
import { createFailedItems, type FailedItems } from "./failed-items.ts";
import { finding, PASS_LIMIT, type LateItem, type Outcome } from "./finding.ts";

/** How long an item may wait for a lock that somebody else keeps, in ms. */
const LOCK_MS = 1_000;
/** What all failures of a pass may take together before hardly any lock is waited for, in ms. */
const PATIENCE_MS = 3_000;
const NO_PATIENCE_MS = 10;

/** A rule whose late items are put right one by one. */
export interface ItemRule<Item> extends Pick<LateItem, "rule" | "subject"> {
  /** A guarantee of the database was got round. */
  isAlarm?: boolean;
  list(limit: number): Promise<readonly Item[]>;
  readonly idOf: (item: Item) => string;
  /** What is to be done first, with no transaction open. */
  prepare?(item: Item): Promise<void>;
  /** @returns what was done, in a word; `undefined` when somebody else has been here */
  putRight(tx: Tx, item: Item): Promise<string | undefined>;
}

/**
 * A pass of a rule. Each item has a transaction of its own: one that fails or is locked keeps no other from
 * its turn, and is set aside for a while. Only a database that is away ends the pass.
 *
 * @param failed what failed in earlier passes; without it, this is the first
 */
export async function putRightEach<Item>(
  db: Db,
  rule: ItemRule<Item>,
  failed: FailedItems = createFailedItems(),
): Promise<Outcome[]> {
  const late = await rule.list(PASS_LIMIT + failed.size);
  const findings: Outcome[] = [];
  let patienceMs = PATIENCE_MS;
  for (const item of failed.choose(late, rule.idOf).slice(0, PASS_LIMIT)) {
    const id = rule.idOf(item);
    const begunAt = performance.now();
    try {
      const did = await putRight(db, rule, item, patienceMs);
      failed.remove(id);
      if (did !== undefined) findings.push(toFinding(rule, id, did));
    } catch (error) {
      const failure = { rule: rule.rule, subject: rule.subject, id, error };
      // Nor would the next one go through, and this one will when the database is back.
      if (isDatabaseAway(error)) return [...findings, ...failed.failures, failure];
      failed.add(failure);
      patienceMs -= performance.now() - begunAt;
    }
  }
  return [...findings, ...failed.failures];
}

function toFinding<Item>(rule: ItemRule<Item>, id: string, did: string): Outcome {
  return finding(rule.rule, rule.subject, { id, did, isAlarm: rule.isAlarm ?? false });
}

async function putRight<Item>(
  db: Db,
  rule: ItemRule<Item>,
  item: Item,
  patienceMs: number,
): Promise<string | undefined> {
  await rule.prepare?.(item);
  const lockTimeoutMs = Math.max(NO_PATIENCE_MS, Math.min(LOCK_MS, patienceMs));
  return inTransaction(db, (tx) => rule.putRight(tx, item), { lockTimeoutMs });
}
