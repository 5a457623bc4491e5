import { createHash, randomUUID } from "node:crypto";
import { insertJob, upsertDomain, type Db } from "@sitemap-scanner/database";
import { sql } from "kysely";

/** A pending job of a domain that has none; `domain` defaults to a new one. */
export async function aJob(
  db: Db,
  { domain = `${randomUUID()}.example.com`, maxPages = 1_000 } = {},
): Promise<{ jobId: string; domainId: string; domain: string }> {
  const domainId = await upsertDomain(db, domain);
  const jobId = randomUUID();
  await insertJob(db, {
    jobId,
    domainId,
    source: "api",
    createdBy: null,
    maxPages,
    taskWindow: 4,
    deadlineMs: 60_000,
    params: {},
  });
  return { jobId, domainId, domain };
}

type JobRef = Awaited<ReturnType<typeof aJob>>;

/** Brings the job and its search for sitemaps to `running`. */
export async function startJob(db: Db, { jobId }: JobRef, workerId = "worker-1"): Promise<void> {
  await sql`update jobs set status = 'running' where job_id = ${jobId}`.execute(db);
  await sql`
    update tasks set status = 'running', lease = lease + 1, attempt = attempt + 1,
      lease_until = now() + interval '20 seconds', worker_id = ${workerId}
    where job_id = ${jobId} and kind = 'discover'`.execute(db);
}

/** A sitemap file of a job; with an outcome it is finished. */
export async function aFile(
  db: Db,
  job: JobRef,
  file: { url: string; outcome?: string; detail?: string; pagesFound?: number },
): Promise<string> {
  const { id } = await db
    .insertInto("sitemap_files")
    .values({
      domain_id: job.domainId,
      job_id: job.jobId,
      url: file.url,
      url_hash: hashOf(file.url),
      discovered_via: "robots",
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  if (file.outcome !== undefined) {
    await db
      .updateTable("sitemap_files")
      .set({
        outcome: file.outcome,
        outcome_detail: file.detail ?? null,
        kind: "urlset",
        pages_found: file.pagesFound ?? 0,
        finished_at: new Date(),
      })
      .where("id", "=", id)
      .execute();
  }
  return id;
}

/** Pages `https://<domain>/0` and so on, last seen by the job. */
export async function somePages(db: Db, job: JobRef, fileId: string, amount: number) {
  await sql`
    insert into pages (domain_id, url, url_hash, sitemap_file_id, first_seen_job_id, last_seen_job_id)
    select ${job.domainId}::uuid, url, decode(md5(url), 'hex'), ${fileId}::bigint, ${job.jobId}::uuid, ${job.jobId}::uuid
    from (select 'https://' || ${job.domain}::text || '/' || n as url from generate_series(0, ${amount - 1}::integer) n) u`.execute(
    db,
  );
  await sql`update jobs set pages_found = ${amount}, pages_new = ${amount} where job_id = ${job.jobId}`.execute(
    db,
  );
}

/** Ends the search for sitemaps and then the job. */
export async function endJob(
  db: Db,
  { jobId }: JobRef,
  end: { status: "complete" } | { status: "failed"; error: { code: string; message: string } },
): Promise<void> {
  if (end.status === "complete") {
    await sql`update tasks set status = 'complete' where job_id = ${jobId}`.execute(db);
  }
  const error = end.status === "failed" ? JSON.stringify(end.error) : null;
  await sql`update jobs set status = ${end.status}, error = ${error}::jsonb where job_id = ${jobId}`.execute(
    db,
  );
}

export async function aWorker(db: Db, id: string, secondsAgo: number): Promise<void> {
  await sql`
    insert into workers (id, host, pid, version, queues, concurrency, last_seen_at)
    values (${id}, 'host', 1, '0.1.0', '{sitemap-tasks}', 8, now() - make_interval(secs => ${secondsAgo}))`.execute(
    db,
  );
}

function hashOf(url: string): Buffer {
  return createHash("md5").update(url).digest();
}
