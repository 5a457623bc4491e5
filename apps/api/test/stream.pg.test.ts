import { describe, expect, it } from "@jest/globals";
import { Job, JobEvent, listOf, SitemapFile, StreamEnd } from "@sitemap-scanner/contracts";
import type { Db } from "@sitemap-scanner/database";
import { waitFor } from "@sitemap-scanner/testkit";
import { sql } from "kysely";
import { openStream, type Received } from "./event-stream.ts";
import { expectProblem } from "./expect-problem.ts";
import { aFile, aJob, endJob, startJob } from "./fixtures.ts";
import { setupApi } from "./setup.ts";

const JOBS = "/api/v3/sitemap/jobs";
const api = setupApi({ STREAM_MAX_READERS: "3" });
const streamOf = (jobId: string) => `${api.origin}${JOBS}/${jobId}/stream`;

type JobRef = Awaited<ReturnType<typeof aJob>>;

/** A file of a running job, with the task that reads it. */
async function aFileTask(job: JobRef, name: string): Promise<string> {
  const fileId = await aFile(api.db, job, { url: `https://${job.domain}/${name}.xml` });
  const { id } = await api.db
    .insertInto("tasks")
    .values({ job_id: job.jobId, kind: "sitemap", sitemap_file_id: fileId, status: "pending" })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

async function claim(db: Db, taskId: string): Promise<void> {
  await sql`
    update tasks set status = 'running', lease = lease + 1, lease_until = now() + interval '20 seconds', worker_id = 'w'
    where id = ${taskId}`.execute(db);
}

/** Ends a claimed task, and its file with it. */
async function finish(db: Db, taskId: string, outcome = "ok"): Promise<void> {
  await sql`
    update sitemap_files set outcome = ${outcome}, kind = 'urlset', finished_at = now()
    where id = (select sitemap_file_id from tasks where id = ${taskId})`.execute(db);
  await sql`update tasks set status = 'complete' where id = ${taskId}`.execute(db);
}

/** A scan of two files, from its beginning to its end. */
async function anEndedJob(): Promise<JobRef> {
  const job = await aJob(api.db);
  await startJob(api.db, job);
  for (const name of ["1", "2"]) {
    const taskId = await aFileTask(job, name);
    await claim(api.db, taskId);
    await finish(api.db, taskId, name === "1" ? "ok" : "empty");
  }
  await endJob(api.db, job, { status: "complete" });
  return job;
}

/** What must come once and never twice: progress is how things stand, and comes as it likes. */
const history = (messages: Received[]) => messages.filter(({ event }) => event !== "progress");
/** Without ids, which say the same in more words while transactions are under way. */
const withoutIds = (messages: Received[]) => messages.map(({ event, data }) => ({ event, data }));

async function readToEnd(jobId: string, lastEventId?: string): Promise<Received[]> {
  await using stream = await openStream(streamOf(jobId), { lastEventId });
  return await stream.take(({ event }) => event === "end");
}

async function eventIds(jobId: string): Promise<string[]> {
  const { body } = await api.http.get(`${JOBS}/${jobId}/events?limit=1000`);
  return listOf(JobEvent)
    .parse(body)
    .data.map(({ id }) => id);
}

const isStartOf =
  (taskId: string) =>
  ({ event, data }: Received) => {
    if (event !== "event") return false;
    const { task_id: ofTask, to } = JobEvent.parse(data);
    return ofTask === taskId && to === "running";
  };

const idsOf = (messages: Received[]) =>
  messages.filter(({ event }) => event === "event").map(({ data }) => JobEvent.parse(data).id);

describe("GET /api/v3/sitemap/jobs/{id}/stream", () => {
  it("tells the whole history of a scan, its files where they ended, how it stands, and its end", async () => {
    const job = await anEndedJob();

    const messages = await readToEnd(job.jobId);

    expect(idsOf(messages)).toEqual(await eventIds(job.jobId));
    const files = messages.filter(({ event }) => event === "file");
    expect(files.map(({ data }) => SitemapFile.parse(data).outcome)).toEqual(["ok", "empty"]);
    expect(
      messages.flatMap(({ event, data }) => (event === "event" ? [JobEvent.parse(data).url] : [])),
    ).toContain(SitemapFile.parse(files[0]?.data).url);
    const progress = messages.find(({ event }) => event === "progress");
    expect(Job.parse(progress?.data).job_id).toBe(job.jobId);
    expect(StreamEnd.parse(messages.at(-1)?.data)).toEqual({
      job_id: job.jobId,
      status: "complete",
    });
  });

  it("goes on exactly where it was cut, wherever that is", async () => {
    const job = await anEndedJob();
    const uncut = history(await readToEnd(job.jobId));

    for (let cut = 1; cut < uncut.length; cut++) {
      const before = uncut.slice(0, cut);
      const after = history(await readToEnd(job.jobId, before.at(-1)?.id));
      expect(withoutIds([...before, ...after])).toEqual(withoutIds(uncut));
    }
  });

  it("answers 204 to whoever comes again after the end", async () => {
    const { jobId } = await anEndedJob();
    const messages = await readToEnd(jobId);

    const again = await fetch(streamOf(jobId), {
      headers: { "Last-Event-ID": messages.at(-1)?.id ?? "" },
    });

    expect(again.status).toBe(204);
  });

  it("tells of a live scan as it goes, up to its end", async () => {
    const job = await aJob(api.db);
    await using stream = await openStream(streamOf(job.jobId));
    await stream.take(({ event }) => event === "event");

    await startJob(api.db, job);
    const taskId = await aFileTask(job, "1");
    await claim(api.db, taskId);
    await finish(api.db, taskId);
    const file = (await stream.take(({ event }) => event === "file")).at(-1);
    await endJob(api.db, job, { status: "complete" });
    const rest = await stream.take(({ event }) => event === "end");

    expect(SitemapFile.parse(file?.data).url).toBe(`https://${job.domain}/1.xml`);
    const last = rest.filter(({ event }) => event === "progress").at(-1);
    expect(Job.parse(last?.data).status).toBe("complete");
    expect((await stream.messages.next()).done).toBe(true);
  });

  it("leaves out nothing when a step appears after one with a higher id, cut or uncut", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job);
    const [slow, fast] = [await aFileTask(job, "slow"), await aFileTask(job, "fast")];
    await using uncut = await openStream(streamOf(job.jobId));
    await using cut = await openStream(streamOf(job.jobId));
    const late = await api.db.startTransaction().execute();
    await claim(late, slow);
    await claim(api.db, fast);
    const seen = await uncut.take(isStartOf(fast));
    const seenBeforeCut = await cut.take(isStartOf(fast));
    await cut[Symbol.asyncDispose]();
    await late.commit().execute();
    await using resumed = await openStream(streamOf(job.jobId), {
      lastEventId: seenBeforeCut.at(-1)?.id,
    });
    const seenLate = await uncut.take(isStartOf(slow));
    const seenResumed = await resumed.take(isStartOf(slow));
    await finish(api.db, slow);
    await finish(api.db, fast);
    await endJob(api.db, job, { status: "complete" });
    const rest = await uncut.take(({ event }) => event === "end");
    const restResumed = await resumed.take(({ event }) => event === "end");

    const whole = idsOf([...seen, ...seenLate, ...rest]);
    const joined = idsOf([...seenBeforeCut, ...seenResumed, ...restResumed]);
    const all = await eventIds(job.jobId);
    expect(whole).not.toEqual(all); // or the steps came in order, and nothing was tried
    expect([...whole].sort()).toEqual([...all].sort());
    expect(joined).toEqual(whole);
  });

  it.each(["x", "-1", "1.5", "1.2-", "9".repeat(20), "1~", "end2"])(
    "refuses to go on behind %j, which it never gave out",
    async (id) => {
      const { jobId } = await aJob(api.db);

      const answer = await api.http.get(`${JOBS}/${jobId}/stream`).set("Last-Event-ID", id);

      expectProblem(answer, 400, "invalid_event_id");
    },
  );

  it("turns away whoever finds all seats taken, until one is free again", async () => {
    const { jobId } = await aJob(api.db);
    await using first = await openStream(streamOf(jobId));
    await using _second = await openStream(streamOf(jobId));
    await using _third = await openStream(streamOf(jobId));

    const answer = await api.http.get(`${JOBS}/${jobId}/stream`);
    await first[Symbol.asyncDispose]();

    expectProblem(answer, 503, "too_many_streams");
    expect(answer.headers["retry-after"]).toMatch(/^\d+$/);
    await waitFor(
      async () => {
        await using again = await openStream(streamOf(jobId));
        return again.answer.status === 200;
      },
      { what: "a free seat" },
    );
  });

  it("answers HEAD without a stream", async () => {
    const { jobId } = await aJob(api.db);

    const answer = await api.http.head(`${JOBS}/${jobId}/stream`);

    expect(answer.headers["content-type"]).toMatch(/^text\/event-stream/);
  });
});
