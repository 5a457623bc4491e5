import { sql } from "kysely";
import type { Db } from "../database.ts";
import { boundStatements } from "../transaction.ts";

/** Jobs of one status that have not ended. Canaries are left out everywhere. */
export interface LiveJobsView {
  status: "pending" | "running";
  amount: number;
  /** Since the oldest of them was created or started; null when there is none. */
  oldest_seconds: number | null;
}

/** How full the way of scans from the outbox to the workers is. */
export interface FlowView {
  /** Due and unpublished messages, and how long the first has been due. */
  due: number;
  oldest_due_seconds: number | null;
  /** Published and unstarted messages, how long ago the first was published, and how many may be. */
  published: number;
  oldest_published_seconds: number | null;
  window: number | null;
  queued_domains: number;
}

/** Exact: a partial index holds what is live. */
export async function countLiveJobs(db: Db): Promise<LiveJobsView[]> {
  const { rows } = await sql<LiveJobsView>`
    select s.status, coalesce(j.amount, 0)::int as amount, j.oldest_seconds
    from (values ('pending'), ('running')) s (status)
    left join (
      select status, count(*) as amount,
        extract(epoch from now() - min(case status when 'running' then coalesce(started_at, created_at) else created_at end))::float8
          as oldest_seconds
      from jobs where status in ('pending', 'running') and source <> 'canary' group by status) j using (status)`.execute(
    db,
  );
  return rows;
}

export async function readFlow(db: Db): Promise<FlowView> {
  const { rows } = await sql<FlowView>`
    select d.amount::int as due, d.oldest as oldest_due_seconds,
      p.amount::int as published, p.oldest as oldest_published_seconds,
      (select max("window") from brokers) as "window",
      (select count(*) from domains where sitemap_analysis_status = 'queued')::int as queued_domains
    from (select count(*) as amount, extract(epoch from now() - min(available_at))::float8 as oldest
          from outbox where published_at is null and available_at <= now() and kind <> 'webhook') d
    cross join (select count(*) as amount, extract(epoch from now() - min(published_at))::float8 as oldest
          from outbox where published_at is not null and kind <> 'webhook') p`.execute(db);
  const [flow] = rows;
  if (!flow) throw new Error("Cannot read the flow of messages: the database gave no row");
  return flow;
}

/** Workers that did not say good-bye and were seen within `silenceMs`. */
export async function countWorkersAlive(db: Db, silenceMs: number): Promise<number> {
  const { rows } = await sql<{ amount: number }>`
    select count(*)::int as amount from workers
    where stopped_at is null
      and last_seen_at > now() - ${silenceMs}::float8 * interval '1 millisecond'`.execute(db);
  return rows[0]?.amount ?? 0;
}

export type EndedStatus = "complete" | "failed" | "cancelled";

/** Above this many jobs, those that have ended are estimated. */
const COUNTED_EXACTLY = 100_000;

/** Jobs that have ended: exact in a small table, what the statistics of Postgres say in a big one. */
export async function countEndedJobs(db: Db): Promise<Record<EndedStatus, number>> {
  const { rows } = await sql<{ status: EndedStatus; amount: number }>`
    with jobs_table as (select reltuples from pg_class where oid = 'jobs'::regclass)
    select status, count(*)::float8 as amount from jobs
    where (select reltuples from jobs_table) < ${COUNTED_EXACTLY}::int
      and status not in ('pending', 'running') and source <> 'canary'
    group by status
    union all
    select v.status, round(v.share * t.reltuples)::float8
    from jobs_table t, pg_stats s,
      unnest(s.most_common_vals::text::text[], s.most_common_freqs) v (status, share)
    where t.reltuples >= ${COUNTED_EXACTLY}::int
      and s.schemaname = current_schema() and s.tablename = 'jobs' and s.attname = 'status'
      and v.status not in ('pending', 'running')`.execute(db);
  const amounts = new Map(rows.map((row) => [row.status, row.amount]));
  return {
    complete: amounts.get("complete") ?? 0,
    failed: amounts.get("failed") ?? 0,
    cancelled: amounts.get("cancelled") ?? 0,
  };
}

/** Whether the table of jobs is so big that `countEndedJobs` does not count. */
export async function areEndedJobsEstimated(db: Db): Promise<boolean> {
  const { rows } = await sql<{ is_big: boolean }>`
    select reltuples >= ${COUNTED_EXACTLY}::int as is_big from pg_class where oid = 'jobs'::regclass`.execute(
    db,
  );
  return rows[0]?.is_big ?? false;
}

/**
 * Every query of `read` sees one moment, and none may take longer than `statementMs`.
 * @param signal ends the query that is under way, at the server
 */
export function inBoundedRead<T>(
  db: Db,
  statementMs: number,
  read: (db: Db) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const snapshot = db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only");
  return snapshot.execute(async (tx) => {
    await boundStatements(tx, statementMs);
    const stop = signal && (await cancelOnAbort(db, tx, signal));
    try {
      return await read(tx);
    } finally {
      stop?.();
    }
  });
}

/**
 * NOTE: the cancelling of kysely cancels nothing within a transaction, whose rollback it takes for the next query.
 *
 * @returns what is to be called when nothing is left to be cancelled
 */
async function cancelOnAbort(db: Db, tx: Db, signal: AbortSignal): Promise<() => void> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
  signal.throwIfAborted();
  const cancel = () => {
    // Whoever cannot be told ends it when its time is over.
    sql`select pg_cancel_backend(${rows[0]?.pid ?? null})`.execute(db).catch(() => undefined);
  };
  signal.addEventListener("abort", cancel, { once: true });
  return () => signal.removeEventListener("abort", cancel);
}
