import { sql, type Selectable } from "kysely";
import type { Db } from "../database.ts";
import type { JobEvents } from "../schema/generated.ts";

export interface JobEventView extends Selectable<JobEvents> {
  /** What the task is for; null where the job itself is meant. */
  kind: "discover" | "sitemap" | null;
  /** The file that the task reads; a search for sitemaps has none. */
  url: string | null;
}

export interface JobEventsRange {
  /** The id of the last event already seen. */
  afterId?: string | undefined;
  limit: number;
}

/** The history of a job and its tasks, oldest first. */
export function listJobEvents(
  db: Db,
  jobId: string,
  { afterId, limit }: JobEventsRange,
): Promise<JobEventView[]> {
  let query = selectJobEvents(db).where("job_events.job_id", "=", oneOf([jobId]));
  if (afterId !== undefined) query = query.where("job_events.id", ">", afterId);
  return inOrderOfJob(query).limit(limit).execute();
}

/** The event with which a job ended. */
export function findEndOfJob(db: Db, jobId: string): Promise<JobEventView | undefined> {
  return selectJobEvents(db)
    .where("job_events.job_id", "=", jobId)
    .where("job_events.task_id", "is", null)
    .where("job_events.to_status", "in", ["complete", "failed", "cancelled"])
    .orderBy("job_events.id", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** One value that is any of these. */
export function oneOf(jobIds: readonly string[]) {
  return sql<string>`any(${jobIds}::uuid[])`;
}

/**
 * The order in which the index of a job has its events. Asked for those of one job by their ids alone, the planner
 * walks through the events of all jobs until it meets them.
 */
export function inOrderOfJob(query: ReturnType<typeof selectJobEvents>) {
  return query.orderBy("job_events.job_id").orderBy("job_events.id");
}

/** Events, each with what its task is for. */
export function selectJobEvents(db: Db) {
  return db
    .selectFrom("job_events")
    .leftJoin("tasks", "tasks.id", "job_events.task_id")
    .leftJoin("sitemap_files", "sitemap_files.id", "tasks.sitemap_file_id")
    .selectAll("job_events")
    .select(["tasks.kind", "sitemap_files.url"]);
}
