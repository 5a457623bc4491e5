import { realignDomains, type Db } from "@sitemap-scanner/database";
import { finding, PASS_LIMIT, type Outcome } from "./finding.ts";

/** R8: domains whose status says something else than their latest job. Triggers keep them from it. */
export async function realignStrayDomains(db: Db): Promise<Outcome[]> {
  const domains = await realignDomains(db, PASS_LIMIT);
  return domains.map(({ id, status }) =>
    finding("R8", "domain", { id, did: `set_to_${status}`, isAlarm: true }),
  );
}
