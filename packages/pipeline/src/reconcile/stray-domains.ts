import {
  isPartDue,
  listStrayDomains,
  notePartDone,
  realignDomain,
  type Db,
} from "@sitemap-scanner/database";
import type { FailedItems } from "./failed-items.ts";
import { PASS_LIMIT, type Outcome } from "./finding.ts";
import { putRightEach } from "./put-right.ts";

/**
 * There is no telling without a look at every domain and its job. It is triggers that keep them together,
 * so a look in time for the alert, which waits for a minute, is enough.
 */
const LOOK_EVERY_MS = 30_000;
const LOOK = { loop: "reconciler", part: "domains_looked_through_at" } as const;

/** R8: domains whose status says something else than their latest job. Triggers keep them from it. */
export function realignStrayDomains(db: Db, failed?: FailedItems): Promise<Outcome[]> {
  return putRightEach(
    db,
    {
      rule: "R8",
      subject: "domain",
      isAlarm: true,
      list: (limit) => listStrayDomains(db, limit),
      idOf: (id) => id,
      async putRight(tx, id) {
        const status = await realignDomain(tx, id);
        return status && `set_to_${status}`;
      },
    },
    failed,
  );
}

/** The same, unless somebody has looked through all domains just now. */
export async function realignStrayDomainsInTurn(db: Db, failed: FailedItems): Promise<Outcome[]> {
  if (!(await isPartDue(db, LOOK, LOOK_EVERY_MS))) return [...failed.failures];
  const outcomes = await realignStrayDomains(db, failed);
  // There may be more of them: the next pass looks again.
  if (outcomes.length < PASS_LIMIT) await notePartDone(db, LOOK);
  return outcomes;
}
