import type { Breaches } from "../breaches.ts";
import type { Ledger } from "../load.ts";
import type { PostgresServer } from "../servers.ts";

const CANCEL_MS = 30_000;

/** I1: whatever was acknowledged is there. I9: whatever was cancelled has ended in time. */
export async function checkPromises(
  postgres: PostgresServer,
  ledger: Ledger,
  { breaches, leaseMs }: { breaches: Breaches; leaseMs: number },
): Promise<void> {
  const rows = await postgres.query<{ job_id: string; finished_at: Date | null }>(
    "select job_id, finished_at from jobs",
  );
  const finishedAt = new Map(rows.map((row) => [row.job_id, row.finished_at]));
  for (const jobId of ledger.acknowledged) {
    if (!finishedAt.has(jobId))
      breaches.add("I1", jobId, "was answered with 202, and is not there");
  }
  for (const jobId of ledger.bySql) {
    if (!finishedAt.has(jobId)) breaches.add("I1", jobId, "was committed by SQL, and is not there");
  }
  for (const [jobId, at] of ledger.cancelled) {
    const finished = finishedAt.get(jobId)?.getTime() ?? Infinity;
    if (finished > at + CANCEL_MS + leaseMs)
      breaches.add("I9", jobId, "had not ended 30 s after its cancel");
  }
}

/** I2, I5, I6 and I11 when all faults are over and the time that was left to the system is up. */
export async function checkRest(postgres: PostgresServer, breaches: Breaches): Promise<number> {
  const live = await postgres.query<{ job_id: string; detail: string }>(
    `select j.job_id, format('%s: %s', j.status, (select string_agg(
         format('%s %s, generation %s, lease %s, rescues %s, due %s, %s', t.kind, t.status, t.generation, t.lease, t.rescues,
           to_char(t.available_at, 'HH24:MI:SS'),
           coalesce((select format('message published %s, claimed until %s, error %s', o.published_at, o.claimed_until, o.last_error)
             from outbox o where o.task_id = t.id and o.generation = t.generation), 'no message')), '; ')
       from tasks t where t.job_id = j.job_id and t.finished_at is null)) as detail
     from jobs j where finished_at is null
       -- One is sent every few seconds, also now.
       and not (source = 'canary' and created_at > now() - interval '10 seconds')`,
  );
  for (const { job_id, detail } of live) breaches.add("I2", job_id, `is not done: ${detail}`);
  const violations = await postgres.query<{ code: string; subject_id: string; detail: string }>(
    "select code, subject_id, detail from invariant_violations limit 200",
  );
  for (const { code, subject_id, detail } of violations) {
    const invariant = code === "lease_expired" ? "I5" : code === "window_exceeded" ? "I11" : "I6";
    breaches.add(invariant, `${code} ${subject_id}`, detail);
  }
  const doubled = await postgres.query<{ domain_id: string }>(
    `select domain_id from jobs where finished_at is null group by 1 having count(*) > 1`,
  );
  for (const { domain_id } of doubled) breaches.add("I11", domain_id, "has two live jobs");
  return live.length;
}
