import type { Selectable } from "kysely";
import type { Db } from "../database.ts";
import type { JobEvents } from "../schema/generated.ts";

export type JobEventView = Selectable<JobEvents>;

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
  let query = db.selectFrom("job_events").selectAll().where("job_id", "=", jobId);
  if (afterId !== undefined) query = query.where("id", ">", afterId);
  return query.orderBy("id").limit(limit).execute();
}

/** The event with which a job ended. */
export function findEndOfJob(db: Db, jobId: string): Promise<JobEventView | undefined> {
  return db
    .selectFrom("job_events")
    .selectAll()
    .where("job_id", "=", jobId)
    .where("task_id", "is", null)
    .where("to_status", "in", ["complete", "failed", "cancelled"])
    .orderBy("id", "desc")
    .executeTakeFirst();
}
