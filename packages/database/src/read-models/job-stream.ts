import { sql } from "kysely";
import type { Db } from "../database.ts";
import { inOrderOfJob, oneOf, selectJobEvents, type JobEventView } from "./job-events.ts";
import { CHILDREN, type SitemapFileView } from "./sitemap-files.ts";

/**
 * One moment of the history of all jobs. Ids are given out before they can be seen, so that a lower
 * one may appear after a higher one, as long as the transaction that has it runs.
 */
export interface EventHorizon {
  /** The last event that can be seen. */
  lastId: number;
  /** No transaction older than this runs any more. */
  oldestRunning: bigint;
  /** All transactions from here on began after this moment. */
  nextToBegin: bigint;
}

/** Costs next to nothing. */
export async function readEventHorizon(db: Db): Promise<EventHorizon> {
  const { rows } = await sql<{ last_id: number; xmin: string; xmax: string }>`
    select coalesce((select max(id) from job_events), 0)::float8 as last_id,
      pg_snapshot_xmin(s)::text as xmin, pg_snapshot_xmax(s)::text as xmax
    from pg_current_snapshot() s`.execute(db);
  const [horizon] = rows;
  if (!horizon) throw new Error("Cannot read the horizon of events: the database gave no row");
  return {
    lastId: horizon.last_id,
    oldestRunning: BigInt(horizon.xmin),
    nextToBegin: BigInt(horizon.xmax),
  };
}

/** Events of several jobs in the order of their ids, after one and up to another. */
export function listEventsOfJobs(
  db: Db,
  jobIds: readonly string[],
  { afterId, untilId, limit }: { afterId: number; untilId?: number | undefined; limit: number },
): Promise<JobEventView[]> {
  let query = selectJobEvents(db)
    .where("job_events.job_id", "=", oneOf(jobIds))
    .where("job_events.id", ">", String(afterId));
  if (untilId !== undefined) query = query.where("job_events.id", "<=", String(untilId));
  const inOrder = jobIds.length === 1 ? inOrderOfJob(query) : query.orderBy("job_events.id");
  return inOrder.limit(limit).execute();
}

/** The files of these tasks, by task; a search for sitemaps has none. */
export async function listFilesOfTasks(
  db: Db,
  taskIds: readonly string[],
): Promise<Map<string, SitemapFileView>> {
  if (taskIds.length === 0) return new Map();
  const files = await db
    .selectFrom("tasks")
    .innerJoin("sitemap_files", "sitemap_files.id", "tasks.sitemap_file_id")
    .selectAll("sitemap_files")
    .select(["tasks.id as task_id", CHILDREN])
    .where("tasks.id", "=", sql<string>`any(${taskIds}::uuid[])`)
    .execute();
  return new Map(files.map(({ task_id: taskId, ...file }) => [taskId, file]));
}
