import type { Selectable } from "kysely";
import type { Db } from "../database.ts";
import type { Jobs } from "../schema/generated.ts";

/** What a job that has ended came to. */
export type EndedJobView = Pick<
  Selectable<Jobs>,
  | "job_id"
  | "status"
  | "created_at"
  | "sitemaps_found"
  | "sitemaps_failed"
  | "pages_found"
  | "pages_new"
  | "pages_changed"
  | "pages_removed"
> & { finished_at: Date };

/** The jobs of a domain that ended last, oldest first. */
export async function listDomainHistory(
  db: Db,
  domainId: string,
  limit: number,
): Promise<EndedJobView[]> {
  const newestFirst = await db
    .selectFrom("jobs")
    .select([
      "job_id",
      "status",
      "created_at",
      "finished_at",
      "sitemaps_found",
      "sitemaps_failed",
      "pages_found",
      "pages_new",
      "pages_changed",
      "pages_removed",
    ])
    .where("domain_id", "=", domainId)
    .where("finished_at", "is not", null)
    .orderBy("created_at", "desc")
    .limit(limit)
    .$narrowType<{ finished_at: Date }>()
    .execute();
  return newestFirst.toReversed();
}
