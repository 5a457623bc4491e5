import { sql } from "kysely";
import type { Db } from "../database.ts";

/** A task that is not finished, with the message that is to start it. */
export interface OpenTaskView {
  id: string;
  kind: "discover" | "sitemap";
  status: "pending" | "running";
  generation: number;
  attempt: number;
  available_at: Date;
  started_at: Date | null;
  lease_until: Date | null;
  worker_id: string | null;
  last_error: unknown;
  /** The file to be read; null for `discover`. */
  url: string | null;
  /** Null when the message is missing altogether, which is a breach of an invariant. */
  message_id: string | null;
  message_tries: number | null;
  message_error: string | null;
  published_at: Date | null;
}

export interface TaskCounts {
  held: number;
  pending: number;
  running: number;
}

/** The tasks of a job that are out (`held` ones wait for these), longest out first. */
export function listOpenTasks(db: Db, jobId: string, limit: number): Promise<OpenTaskView[]> {
  return db
    .selectFrom("tasks")
    .leftJoin("outbox", (join) =>
      join
        .onRef("outbox.task_id", "=", "tasks.id")
        .onRef("outbox.generation", "=", "tasks.generation"),
    )
    .leftJoin("sitemap_files", "sitemap_files.id", "tasks.sitemap_file_id")
    .select([
      "tasks.id",
      "tasks.kind",
      "tasks.status",
      "tasks.generation",
      "tasks.attempt",
      "tasks.available_at",
      "tasks.started_at",
      "tasks.lease_until",
      "tasks.worker_id",
      "tasks.last_error",
      "sitemap_files.url",
      "outbox.id as message_id",
      "outbox.tries as message_tries",
      "outbox.last_error as message_error",
      "outbox.published_at",
    ])
    .where("tasks.job_id", "=", jobId)
    .where("tasks.status", "in", ["pending", "running"])
    .orderBy("tasks.available_at")
    .orderBy("tasks.position")
    .limit(limit)
    .$narrowType<{ status: "pending" | "running" }>()
    .execute();
}

export function countOpenTasks(db: Db, jobId: string): Promise<TaskCounts> {
  return db
    .selectFrom("tasks")
    .select([
      countOf("held").as("held"),
      countOf("pending").as("pending"),
      countOf("running").as("running"),
    ])
    .where("job_id", "=", jobId)
    .where("status", "in", ["held", "pending", "running"])
    .executeTakeFirstOrThrow();
}

function countOf(status: string) {
  return sql<number>`count(*) filter (where status = ${status})::integer`;
}
