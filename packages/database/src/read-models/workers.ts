import { sql } from "kysely";
import type { Db } from "../database.ts";
import { selectWorkers, type WorkerView } from "./health.ts";

export interface WorkerDetailView extends WorkerView {
  started_at: Date;
  stopped_at: Date | null;
}

/** A task that a worker holds the lease of. */
export interface WorkerTaskView {
  id: string;
  worker_id: string;
  job_id: string;
  domain: string;
  kind: "discover" | "sitemap";
  /** The file to be read; null for `discover`. */
  url: string | null;
  started_at: Date | null;
  lease_until: Date | null;
}

/** Workers that were seen within an hour, those that have stopped among them; last seen first. */
export async function listRecentWorkers(db: Db, limit: number): Promise<WorkerDetailView[]> {
  return selectWorkers(db)
    .select(["started_at", "stopped_at"])
    .where("last_seen_at", ">", sql<Date>`now() - interval '1 hour'`)
    .limit(limit)
    .execute();
}

/** What these workers are at, by the rows of the tasks; longest first. */
export function listTasksOfWorkers(
  db: Db,
  workerIds: readonly string[],
  limit: number,
): Promise<WorkerTaskView[]> {
  return db
    .selectFrom("tasks")
    .innerJoin("jobs", "jobs.job_id", "tasks.job_id")
    .innerJoin("domains", "domains.id", "jobs.domain_id")
    .leftJoin("sitemap_files", "sitemap_files.id", "tasks.sitemap_file_id")
    .select([
      "tasks.id",
      "tasks.worker_id",
      "tasks.job_id",
      "domains.domain",
      "tasks.kind",
      "sitemap_files.url",
      "tasks.started_at",
      "tasks.lease_until",
    ])
    .where("tasks.status", "=", "running")
    .where("tasks.worker_id", "=", sql<string>`any(${workerIds}::text[])`)
    .orderBy("tasks.started_at")
    .orderBy("tasks.position")
    .limit(limit)
    .$narrowType<{ worker_id: string }>()
    .execute();
}
