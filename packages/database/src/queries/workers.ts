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

/** Those of the workers that have stopped, or were not seen for `silentMs`. One that is unknown is not among them. */
export async function listWorkersGone(
  db: Db,
  workers: { ids: readonly string[]; silentMs: number },
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from workers
    where id = any(${workers.ids}::text[]) and (stopped_at is not null
      or last_seen_at < now() - ${workers.silentMs}::float8 * interval '1 millisecond')`.execute(
    db,
  );
  return new Set(rows.map((row) => row.id));
}

export async function recordWorkerStop(db: Db, workerId: string): Promise<void> {
  await db
    .updateTable("workers")
    .set({ stopped_at: sql<Date>`now()`, last_seen_at: sql<Date>`now()`, current_tasks: [] })
    .where("id", "=", workerId)
    .execute();
}
