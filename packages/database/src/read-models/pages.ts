import type { Selectable } from "kysely";
import type { Db } from "../database.ts";
import type { Pages } from "../schema/generated.ts";

export type PageView = Selectable<Pages>;

/** The job whose pages are asked for, as `findJobView` gives it. */
export interface PagesOwner {
  job_id: string;
  domain_id: string;
  finished_at: Date | null;
}

export interface PagesRange {
  /** The hash of the last page already seen. */
  afterHash?: Buffer | undefined;
  limit: number;
}

/**
 * The pages that a job saw, in the order of their hashes, which is that of the primary key.
 *
 * A page remembers only the last job that saw it. For an older job these are the pages that were
 * there when it ended and were seen again since.
 */
export function listPagesOfJob(
  db: Db,
  job: PagesOwner,
  { afterHash, limit }: PagesRange,
): Promise<PageView[]> {
  const finishedAt = job.finished_at;
  let query = db
    .selectFrom("pages")
    .selectAll()
    .where("domain_id", "=", job.domain_id)
    .where((eb) => {
      const seenByIt = eb("last_seen_job_id", "=", job.job_id);
      if (!finishedAt) return seenByIt;
      const seenSince = eb.and([
        eb("first_seen_at", "<=", finishedAt),
        eb("last_seen_at", ">", finishedAt),
      ]);
      return eb.or([seenByIt, seenSince]);
    });
  if (afterHash) query = query.where("url_hash", ">", afterHash);
  return query.orderBy("url_hash").limit(limit).execute();
}
