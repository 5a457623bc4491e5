import { describe, expect, it } from "@jest/globals";
import { Explanation, OUTCOMES } from "@sitemap-scanner/contracts";
import { recordBrokerWindow, recordLoop, type Db } from "@sitemap-scanner/database";
import { openBroker } from "@sitemap-scanner/queue";
import { createLogger } from "@sitemap-scanner/runtime";
import { testQueuePrefix, testRedisUrl } from "@sitemap-scanner/testkit";
import { sql } from "kysely";
import { aFile, aJob, aWorker, endJob, startJob } from "./fixtures.ts";
import { DEAD_REDIS, setupApi } from "./setup.ts";

const JOBS = "/api/v3/sitemap/jobs";
const QUEUE_PREFIX = testQueuePrefix();
const api = setupApi({ QUEUE_PREFIX });
/** Nobody has ever been seen there. */
const lonely = setupApi();
const withoutBroker = setupApi({ REDIS_URL: DEAD_REDIS });

async function explain({ jobId }: { jobId: string }, of = api): Promise<Explanation> {
  const explanation = Explanation.parse((await of.http.get(`${JOBS}/${jobId}/explain`)).body);
  expect(explanation.job_id).toBe(jobId);
  return explanation;
}

/** A job that is pending while a worker is alive. */
async function aWaitingJob() {
  await aWorker(api.db, crypto.randomUUID(), 0);
  return aJob(api.db);
}

/** The message of the job was published, as many seconds ago as that. */
async function publish(db: Db, { jobId }: { jobId: string }, secondsAgo: number) {
  await sql`update outbox set published_at = now() - make_interval(secs => ${secondsAgo}) from tasks
    where tasks.id = outbox.task_id and tasks.job_id = ${jobId}`.execute(db);
}

async function forgetJobs(db: Db) {
  await sql`truncate domains, jobs, tasks, outbox cascade`.execute(db);
}

describe("explain of a pending job", () => {
  it("says since when no worker has been seen, and to start one when none was within a day", async () => {
    const job = await aJob(lonely.db);

    const before = await explain(job, lonely);
    await aWorker(lonely.db, "worker-9", 190);
    const after = await explain(job, lonely);

    expect(before.status).toBe("pending");
    expect(before.summary).toBe("pending: no worker has been seen within a day");
    expect(before.details).toContain("No worker has been seen within a day: start one");
    expect(after.summary).toBe("pending: no worker has been seen for 3 m 10 s");
    expect(after.details).toContain('No worker is alive: "worker-9" was last seen 3 m 10 s ago');
    expect(after.details.at(-1)).toContain("deadline_exceeded");
  });

  it("says how long ago it was published, and how many of its lane are ahead", async () => {
    await forgetJobs(api.db);
    for (const secondsAgo of [30, 20, 10]) await publish(api.db, await aJob(api.db), secondsAgo);
    const job = await aWaitingJob();
    await publish(api.db, job, 4);

    const { summary, details } = await explain(job);

    expect(summary).toMatch(/^pending: published 4(\.\d)? s ago, 3 ahead$/);
    expect(details[1]).toMatch(/^A worker owes the next step: to search the site for sitemaps/);
  });

  it("says that the relay is to publish it", async () => {
    await forgetJobs(api.db);
    const job = await aWaitingJob();
    await recordBrokerWindow(api.db, "sitemap-tasks", 1_000);
    await recordLoop(api.db, "relay");

    const { summary, details } = await explain(job);

    expect(summary).toMatch(/^pending: due for \S+ s, to be published within a second, 0 ahead$/);
    expect(details[1]).toMatch(/^The relay owes the next step: to publish message \d+/);
  });

  it("says that relays stand still", async () => {
    await forgetJobs(api.db);
    const job = await aWaitingJob();
    await recordLoop(api.db, "relay");
    await sql`update loops set succeeded_at = now() - interval '190 s' where name = 'relay'`.execute(
      api.db,
    );

    expect((await explain(job)).summary).toMatch(/and no relay has succeeded for 3 m 10 s$/);
  });

  it("says that there is no room at the broker", async () => {
    await forgetJobs(api.db);
    for (const secondsAgo of [20, 10]) await publish(api.db, await aJob(api.db), secondsAgo);
    const job = await aWaitingJob();
    await recordBrokerWindow(api.db, "sitemap-tasks", 2);

    expect((await explain(job)).summary).toBe(
      "pending: waits for room at the broker, where 2 of 2 wait to be started, 2 ahead",
    );
  });

  it("says why its message was not published", async () => {
    const job = await aWaitingJob();
    await sql`update outbox set tries = 2, last_error = 'out of memory' from tasks
      where tasks.id = outbox.task_id and tasks.job_id = ${job.jobId}`.execute(api.db);

    expect((await explain(job)).summary).toBe(
      "pending: to publish its message has failed 2 times: out of memory",
    );
  });

  it("says that its message is missing", async () => {
    const job = await aWaitingJob();
    await sql`delete from outbox using tasks where tasks.id = outbox.task_id and tasks.job_id = ${job.jobId}`.execute(
      api.db,
    );

    expect((await explain(job)).summary).toBe(
      "pending: its message is missing; the reconciler writes it within seconds",
    );
  });

  it("says that somebody has paused the queue", async () => {
    const job = await aWaitingJob();
    const logger = createLogger({ level: "error", service: "test" });
    const address = { redisUrl: testRedisUrl(), databaseUrl: "", prefix: QUEUE_PREFIX };
    const broker = openBroker({ ...address, logger });
    await broker.queues[0]?.pause();

    const { summary } = await explain(job);

    await broker.queues[0]?.resume();
    await broker.close();
    expect(summary).toBe(
      "pending: the queue is paused; nothing is started until somebody resumes it",
    );
  });

  it("says that the broker is away", async () => {
    const job = await aJob(withoutBroker.db);
    await aWorker(withoutBroker.db, "worker-1", 0);

    expect((await explain(job, withoutBroker)).summary).toBe(
      "pending: the broker (redis) does not answer; the scan goes on when it is back",
    );
  });

  it("says when it is tried again, and after what", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job);
    const error = JSON.stringify({ code: "rate_limited", message: "slow down" });
    await sql`update tasks set status = 'pending', available_at = now() + interval '1 minute',
      last_error = ${error}::jsonb where job_id = ${job.jobId}`.execute(api.db);

    const { summary, details } = await explain(job);

    expect(summary).toMatch(
      /^retrying at (\S+ )?\d\d:\d\d:\d\d UTC \(in (59|60) s\) after rate_limited$/,
    );
    expect(details[1]).toMatch(/attempt 2\) at .*\(in .*, after rate_limited: slow down/);
  });
});

describe("explain of a running job", () => {
  it("says which worker searches, and when it was last heard", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job, "worker-7");
    await aWorker(api.db, "worker-7", 2);

    const { summary, details } = await explain(job);

    expect(summary).toMatch(
      /^running: searching the site for sitemaps, last heartbeat 2(\.\d)? s ago$/,
    );
    expect(details[1]).toMatch(/^Worker "worker-7" is at work to search .* again by .*\(in /);
  });

  it("says how many files are done", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job, "worker-8");
    await aWorker(api.db, "worker-8", 1);
    await sql`update jobs set sitemaps_found = 2000, sitemaps_read = 800, sitemaps_failed = 12
      where job_id = ${job.jobId}`.execute(api.db);

    expect((await explain(job)).summary).toMatch(
      /^running: 812 of 2,000 files, last heartbeat 1(\.\d)? s ago$/,
    );
  });

  it("says that a lease ran out, and that the reconciler owes the next step", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job, "worker-lost");
    await aWorker(api.db, "worker-lost", 60);
    await sql`update tasks set lease_until = now() - interval '1 minute' where job_id = ${job.jobId}`.execute(
      api.db,
    );

    const { summary, details } = await explain(job);

    expect(summary).toMatch(/last heartbeat 60 s ago: the lease ran out, and the reconciler gives/);
    expect(details[1]).toMatch(/^The reconciler owes the next step: .*ran out/);
  });

  it("says that nothing is open, so that the reconciler is to finish it", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job);
    await sql`update tasks set status = 'complete' where job_id = ${job.jobId}`.execute(api.db);

    expect((await explain(job)).summary).toBe(
      "running: no task is open; the reconciler finishes the job within seconds",
    );
  });
});

describe("explain of a job that has ended", () => {
  it("says how it ended, and for each file that failed what to do", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job);
    await aFile(api.db, job, { url: "https://a.com/1.xml", outcome: "ok" });
    await aFile(api.db, job, { url: "https://a.com/2.xml", outcome: "forbidden", detail: "403" });
    await endJob(api.db, job, { status: "complete" });

    const { summary, details } = await explain(job);

    expect(summary).toMatch(
      /^Complete after .*: 1 of 2 sitemaps read, 0 pages found: 0 new, 0 changed; 0 removed$/,
    );
    expect(details).toEqual([`https://a.com/2.xml: forbidden: 403 — ${OUTCOMES.forbidden.advice}`]);
  });

  it("says what the search tried when it found nothing, what came back alike together", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job);
    const tried = [
      { url: "https://a.com/robots.txt", outcome: "ok", note: "names none" },
      { url: "https://a.com/sitemap.xml", outcome: "not_a_sitemap", note: "HTML, not a sitemap" },
      ...["robots.txt", "", "sitemap.xml"].map((path) => ({
        url: `http://a.com/${path}`,
        outcome: path === "" ? "ok" : "not_found",
        note: path === "" ? "links to no sitemap" : "the server answered 404",
      })),
    ];
    await sql`update jobs set result_data = result_data || ${JSON.stringify({ discovery: tried })}::jsonb
      where job_id = ${job.jobId}`.execute(api.db);
    await endJob(api.db, job, {
      status: "failed",
      error: { code: "no_sitemap_found", message: "No sitemap was found on the site" },
    });

    const { summary, details } = await explain(job);

    expect(summary).toMatch(/^Failed after .* with no_sitemap_found: No sitemap was found/);
    expect(details).toEqual([
      "Searched https://a.com: /robots.txt: names none; /sitemap.xml: HTML, not a sitemap",
      "Searched http://a.com: /robots.txt, /sitemap.xml: not_found: the server answered 404; /: links to no sitemap",
    ]);
  });

  it("says who cancelled it", async () => {
    const job = await aJob(api.db);
    await api.http.post(`${JOBS}/${job.jobId}/cancel`);

    expect((await explain(job)).summary).toMatch(
      /^Cancelled after .* by "sitemap-scanner api" \(cancel_requested\), at \S+ \(.* ago\)$/,
    );
  });

  it("says which workers have let go of what they were at, and which have not", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job, "worker-5");
    await api.http.post(`${JOBS}/${job.jobId}/cancel`);

    const before = await explain(job);
    await sql`update tasks set let_go_at = now() where job_id = ${job.jobId}`.execute(api.db);
    const after = await explain(job);

    expect(before.summary).toMatch(/; 1 task not let go of yet$/);
    expect(before.details).toEqual([
      expect.stringMatching(/^Worker "worker-5" has not let go for .* s: it hears of the end at/),
    ]);
    expect(after.summary).not.toContain("let go");
    expect(after.details).toEqual([
      expect.stringMatching(/^Worker "worker-5" let go .* s after the cancel$/),
    ]);
  });
});
