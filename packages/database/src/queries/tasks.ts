import { sql, type Selectable } from "kysely";
import type { Db } from "../database.ts";
import { fromNow } from "../from-now.ts";
import type { Tasks } from "../schema/generated.ts";

export type TaskRow = Selectable<Tasks>;

/** Who may write for a task: nobody else has this lease number. */
export interface LeaseHolder {
  taskId: string;
  lease: number;
}

export function findTask(db: Db, taskId: string): Promise<TaskRow | undefined> {
  return db.selectFrom("tasks").selectAll().where("id", "=", taskId).executeTakeFirst();
}

/** Takes a pending task of this generation. `undefined`: it is done, taken or an older one. */
export function takeTask(
  db: Db,
  task: { taskId: string; generation: number; workerId: string; leaseMs: number },
): Promise<TaskRow | undefined> {
  return db
    .updateTable("tasks")
    .set((eb) => ({
      status: "running",
      status_reason: "claimed",
      lease: eb("lease", "+", 1),
      attempt: eb("attempt", "+", 1),
      worker_id: task.workerId,
      lease_until: fromNow(task.leaseMs),
    }))
    .where("id", "=", task.taskId)
    .where("generation", "=", task.generation)
    .where("status", "=", "pending")
    .returningAll()
    .executeTakeFirst();
}

/**
 * The running task, if the lease is still the holder's. The caller holds the job's lock, which is
 * taken by whoever takes a lease away: the task itself is left free for heartbeats.
 */
export function findLeasedTask(db: Db, holder: LeaseHolder): Promise<TaskRow | undefined> {
  return leasedBy(db, holder).executeTakeFirst();
}

function leasedBy(db: Db, holder: LeaseHolder) {
  return db
    .selectFrom("tasks")
    .selectAll()
    .where("id", "=", holder.taskId)
    .where("lease", "=", holder.lease)
    .where("status", "=", "running");
}

/**
 * Renews leases, of tasks and of deliveries by their ids. Those not in the answer are lost. What is locked is
 * being ended or taken away: that is not waited for, as the leases of all others would run out meanwhile.
 */
export async function extendLeases(
  db: Db,
  holders: readonly LeaseHolder[],
  leaseMs: number,
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    with h as (
      select * from unnest(${holders.map((h) => h.taskId)}::uuid[], ${holders.map((h) => h.lease)}::int[]) as h (id, lease)
    ), delivery as (
      select id from webhook_deliveries d join h using (id, lease) where d.status = 'running' for no key update of d skip locked
    ), task as (
      select id from tasks t join h using (id, lease) where t.status = 'running' for no key update of t skip locked
    ), renewed_delivery as (
      update webhook_deliveries d set lease_until = ${fromNow(leaseMs)} from delivery where d.id = delivery.id
    ), renewed_task as (
      update tasks t set lease_until = ${fromNow(leaseMs)} from task where t.id = task.id
    )
    select id from webhook_deliveries join h using (id, lease) where status = 'running'
    union all select id from tasks join h using (id, lease) where status = 'running'`.execute(db);
  return new Set(rows.map((row) => row.id));
}

export async function endTask(
  db: Db,
  taskId: string,
  end: {
    status: "complete" | "failed";
    reason: string;
    error?: { code: string; message: string };
  },
): Promise<void> {
  await db
    .updateTable("tasks")
    .set({
      status: end.status,
      status_reason: end.reason,
      ...(end.error && { last_error: JSON.stringify(end.error) }),
    })
    .where("id", "=", taskId)
    .execute();
}

/** Back to pending: the database gives it a new generation and a message that is due in `delayMs`. */
export async function putBackTask(
  db: Db,
  taskId: string,
  back: {
    reason: string;
    delayMs: number;
    /** An interruption does not count as an attempt, nor does a wait that the server asked for. */
    because: "failed" | "interrupted" | "snoozed";
    error?: { code: string; message: string };
  },
): Promise<void> {
  await db
    .updateTable("tasks")
    .set((eb) => ({
      status: "pending",
      status_reason: back.reason,
      available_at: fromNow(back.delayMs),
      ...(back.because !== "failed" && { attempt: eb("attempt", "-", 1) }),
      ...(back.because === "snoozed" && { snoozes: eb("snoozes", "+", 1) }),
      ...(back.error && { last_error: JSON.stringify(back.error) }),
    }))
    .where("id", "=", taskId)
    .execute();
}

/**
 * Releases held tasks, oldest first, until `window` of the job are out.
 *
 * @returns how many were released
 */
export async function releaseHeldTasks(
  db: Db,
  job: { jobId: string; window: number; delayMs: number },
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update tasks set status = 'pending', status_reason = 'released', available_at = ${fromNow(job.delayMs)}
    where id in (
      select id from tasks where job_id = ${job.jobId} and status = 'held' order by position
      limit greatest(0, ${job.window} -
        (select count(*) from tasks where job_id = ${job.jobId} and status in ('pending', 'running'))))`.execute(
    db,
  );
  return Number(numAffectedRows);
}

/** Lets the search of a job go on: its next `discover` task, due in `delayMs`. */
export async function insertDiscoverTask(
  db: Db,
  task: { jobId: string; reason: string; delayMs: number },
): Promise<void> {
  await db
    .insertInto("tasks")
    .values({
      job_id: task.jobId,
      kind: "discover",
      status: "pending",
      status_reason: task.reason,
      available_at: fromNow(task.delayMs),
    })
    .execute();
}

/** Notes that the worker of a cancelled task has let go of it. Of another worker's, nothing. */
export async function noteTaskLetGo(db: Db, holder: LeaseHolder): Promise<void> {
  await db
    .updateTable("tasks")
    .set({ let_go_at: sql<Date>`now()` })
    .where("id", "=", holder.taskId)
    .where("lease", "=", holder.lease)
    .where("status", "=", "cancelled")
    .execute();
}

/** Ends the tasks of a job that have not begun. */
export async function cancelUnstartedTasks(db: Db, jobId: string, reason: string): Promise<void> {
  await db
    .updateTable("tasks")
    .set({ status: "cancelled", status_reason: reason })
    .where("job_id", "=", jobId)
    .where("status", "in", ["held", "pending"])
    .execute();
}

/** @param except the id of a task that does not count */
export async function hasOpenTask(db: Db, jobId: string, except?: string): Promise<boolean> {
  const open = await db
    .selectFrom("tasks")
    .select("id")
    .where("job_id", "=", jobId)
    .where(sql<boolean>`id is distinct from ${except ?? null}::uuid`)
    .where("status", "in", ["held", "pending", "running"])
    .limit(1)
    .executeTakeFirst();
  return open !== undefined;
}

/** Running tasks whose lease ran out, oldest first, but for locked ones: the end of a scan may take longer. */
export function listExpiredTasks(
  db: Db,
  limit: number,
): Promise<{ id: string; job_id: string; lease: number }[]> {
  return db
    .selectFrom("tasks")
    .select(["id", "job_id", "lease"])
    .where("status", "=", "running")
    .where("lease_until", "<", sql<Date>`now()`)
    .orderBy("lease_until")
    .limit(limit)
    .forNoKeyUpdate()
    .skipLocked()
    .execute();
}

/** Locks a task: whoever was just claiming it has done so, or finds it as it is left. */
export function lockTask(db: Db, taskId: string): Promise<TaskRow | undefined> {
  return db
    .selectFrom("tasks")
    .selectAll()
    .where("id", "=", taskId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Locks a task if its lease ran out and is still that of `holder`. */
export function lockExpiredTask(db: Db, holder: LeaseHolder): Promise<TaskRow | undefined> {
  return leasedBy(db, holder)
    .where("lease_until", "<", sql<Date>`now()`)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Takes an expired task from its holder: pending again, and one more rescue on its count. */
export async function rescueTask(db: Db, taskId: string): Promise<void> {
  await db
    .updateTable("tasks")
    .set((eb) => ({
      status: "pending",
      status_reason: "lease_expired",
      available_at: sql<Date>`now()`,
      rescues: eb("rescues", "+", 1),
    }))
    .where("id", "=", taskId)
    .execute();
}
