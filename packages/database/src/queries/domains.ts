import { sql, type Selectable } from "kysely";
import type { Db } from "../database.ts";
import type { Domains } from "../schema/generated.ts";

export type DomainRow = Selectable<Domains>;

/**
 * The id of a domain, which is added when it is new. An existing row is not locked: a scan that ends
 * at the same time holds its job first and its domain second, and so do we.
 *
 * @param domain canonical authority, lower-case punycode
 */
export async function upsertDomain(db: Db, domain: string): Promise<string> {
  const added = await db
    .insertInto("domains")
    .values({ domain })
    .onConflict((oc) => oc.column("domain").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (added) return added.id;
  const found = await db
    .selectFrom("domains")
    .select("id")
    .where("domain", "=", domain)
    .executeTakeFirstOrThrow();
  return found.id;
}

/** Asks the intake for a scan of a domain, which is added when it is new. */
export async function queueDomain(db: Db, domain: string): Promise<void> {
  await db
    .insertInto("domains")
    .values({ domain, sitemap_analysis_status: "queued" })
    .onConflict((oc) =>
      oc
        .column("domain")
        .doUpdateSet({ sitemap_analysis_status: "queued", sitemap_analysis_error: null })
        .where("domains.sitemap_analysis_status", "<>", "queued"),
    )
    .execute();
}

/**
 * The domain that has waited longest for the intake, locked; others' locks are passed over.
 *
 * @param except ids of domains to leave alone
 */
export function lockNextQueuedDomain(
  db: Db,
  except: readonly string[] = [],
): Promise<DomainRow | undefined> {
  return db
    .selectFrom("domains")
    .selectAll()
    .where("sitemap_analysis_status", "=", "queued")
    .where(sql<boolean>`id <> all (${except}::uuid[])`)
    .orderBy("queued_at", (order) => order.asc().nullsFirst())
    .orderBy("id")
    .limit(1)
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** Lets a domain follow the job that is live already, instead of getting a second one. */
export async function linkLiveJob(db: Db, domainId: string, jobId: string): Promise<void> {
  await db
    .updateTable("domains")
    .set((eb) => ({
      latest_job_id: jobId,
      sitemap_analysis_error: null,
      sitemap_analysis_status: eb
        .selectFrom("jobs")
        .select((job) => job.fn<"submitted" | "processing">("domain_status_of", ["status"]).as("s"))
        .where("job_id", "=", jobId)
        .$asScalar(),
    }))
    .where("id", "=", domainId)
    .execute();
}
