import { sql } from "kysely";
import type { Db } from "../database.ts";

export interface WorkerBeat {
  id: string;
  host: string;
  pid: number;
  version: string;
  queues: readonly string[];
  concurrency: number;
  currentTasks: readonly string[];
}

/** Says that a worker is alive, and what it is at. */
export async function recordWorkerBeat(db: Db, worker: WorkerBeat): Promise<void> {
  await sql`
    insert into workers (id, host, pid, version, queues, concurrency, current_tasks)
    values (${worker.id}, ${worker.host}, ${worker.pid}, ${worker.version}, ${worker.queues}::text[],
            ${worker.concurrency}, ${worker.currentTasks}::uuid[])
    on conflict (id) do update set last_seen_at = now(), stopped_at = null, current_tasks = excluded.current_tasks`.execute(
    db,
  );
}

export async function recordWorkerStop(db: Db, workerId: string): Promise<void> {
  await db
    .updateTable("workers")
    .set({ stopped_at: sql<Date>`now()`, last_seen_at: sql<Date>`now()`, current_tasks: [] })
    .where("id", "=", workerId)
    .execute();
}
