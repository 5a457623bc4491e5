import { describe, expect, it } from "@jest/globals";
import { sql } from "kysely";
import { setupDatabase } from "./setup.ts";

const database = setupDatabase();

/** One statement as a person with psql would type it. */
async function psql<T>(statement: string): Promise<T[]> {
  return (await sql<T>`${sql.raw(statement)}`.execute(database.db)).rows;
}

let sites = 0;

/** A domain of its own with a pending job, inserted by plain SQL. */
async function aJob(): Promise<{ jobId: string; domainId: string; taskId: string }> {
  sites += 1;
  const [domain] = await psql<{ id: string }>(
    `insert into domains (domain) values ('site${sites}.example.com') returning id`,
  );
  const [job] = await psql<{ job_id: string }>(
    `insert into jobs (domain_id) values ('${domain?.id}') returning job_id`,
  );
  const [task] = await psql<{ id: string }>(`select id from tasks where job_id = '${job?.job_id}'`);
  return { jobId: job?.job_id ?? "", domainId: domain?.id ?? "", taskId: task?.id ?? "" };
}

function start(taskId: string): Promise<unknown> {
  return psql(
    `update tasks set status = 'running', lease = lease + 1, lease_until = now() + interval '20 s'
     where id = '${taskId}'`,
  );
}

/** A job that is running, with one file that was read and no task open. */
async function aReadJob() {
  const job = await aJob();
  await start(job.taskId);
  await psql(`update jobs set status = 'running' where job_id = '${job.jobId}'`);
  await psql(
    `insert into sitemap_files (domain_id, job_id, url, url_hash, discovered_via, outcome)
     values ('${job.domainId}', '${job.jobId}', 'https://x.example.com/s.xml', decode(md5('s'), 'hex'), 'robots', 'ok')`,
  );
  await psql(`update tasks set status = 'complete' where id = '${job.taskId}'`);
  return job;
}

describe("a job inserted by plain SQL", () => {
  it("has its discover task and the outbox message of generation 1 at once", async () => {
    const { jobId } = await aJob();

    const rows = await psql(
      `select t.kind, t.status, t.generation, o.generation as message, o.published_at
       from tasks t join outbox o on o.task_id = t.id where t.job_id = '${jobId}'`,
    );

    expect(rows).toEqual([
      { kind: "discover", status: "pending", generation: 1, message: 1, published_at: null },
    ]);
  });

  it("holds its domain and max_pages in result_data from the first moment", async () => {
    const { jobId } = await aJob();

    const [job] = await psql<{ result_data: object; domain: string }>(
      `select result_data, domain from jobs join domains on id = domain_id where job_id = '${jobId}'`,
    );

    expect(job?.result_data).toEqual({ domain: job?.domain, max_pages: 1000 });
  });

  it("makes its domain submitted, and sets latest_job_id", async () => {
    const { jobId, domainId } = await aJob();

    expect(
      await psql(
        `select sitemap_analysis_status as status, latest_job_id from domains where id = '${domainId}'`,
      ),
    ).toEqual([{ status: "submitted", latest_job_id: jobId }]);
  });

  it("is refused while the domain has a live one", async () => {
    const { domainId } = await aJob();

    await expect(psql(`insert into jobs (domain_id) values ('${domainId}')`)).rejects.toThrow(
      "jobs_one_live_per_domain_idx",
    );
  });

  it("begins as pending and as nothing else", async () => {
    await expect(
      psql(
        `insert into jobs (domain_id, status, finished_at) select id, 'complete', now() from domains limit 1`,
      ),
    ).rejects.toThrow("a job begins as pending");
  });
});

describe("a job", () => {
  it("cannot be made complete while a task of it is open", async () => {
    const { jobId } = await aJob();
    await psql(`update jobs set status = 'running' where job_id = '${jobId}'`);

    await expect(
      psql(`update jobs set status = 'complete' where job_id = '${jobId}'`),
    ).rejects.toThrow("a task of it is open");
  });

  it("cannot be made complete when no sitemap was read", async () => {
    const { jobId, taskId } = await aJob();
    await start(taskId);
    await psql(`update jobs set status = 'running' where job_id = '${jobId}'`);
    await psql(`update tasks set status = 'complete' where id = '${taskId}'`);

    await expect(
      psql(`update jobs set status = 'complete' where job_id = '${jobId}'`),
    ).rejects.toThrow("no sitemap was read");
  });

  it("can be made complete when its tasks have ended and a sitemap was read", async () => {
    const { jobId, domainId } = await aReadJob();

    await psql(`update jobs set status = 'complete' where job_id = '${jobId}'`);

    expect(
      await psql(
        `select j.status, j.finished_at is not null as finished, d.sitemap_analysis_status as domain_status
         from jobs j join domains d on d.id = j.domain_id where d.id = '${domainId}'`,
      ),
    ).toEqual([{ status: "complete", finished: true, domain_status: "complete" }]);
  });

  it("leaves no terminal status", async () => {
    const { jobId } = await aJob();
    await psql(`update jobs set status = 'cancelled' where job_id = '${jobId}'`);

    for (const status of ["pending", "running", "complete", "failed"]) {
      await expect(
        psql(
          `update jobs set status = '${status}', error = '{"code":"x"}' where job_id = '${jobId}'`,
        ),
      ).rejects.toThrow(`cannot go from cancelled to ${status}`);
    }
  });

  it("fails only with a code", async () => {
    const { jobId } = await aJob();

    await expect(
      psql(`update jobs set status = 'failed' where job_id = '${jobId}'`),
    ).rejects.toThrow("jobs_failed_has_error_code_check");
  });

  it("takes its open tasks with it when it is cancelled, and their messages", async () => {
    const { jobId, taskId } = await aJob();

    await psql(`update jobs set status = 'cancelled' where job_id = '${jobId}'`);

    expect(await psql(`select status, status_reason from tasks where id = '${taskId}'`)).toEqual([
      { status: "cancelled", status_reason: "job_cancelled" },
    ]);
    expect(await psql(`select from outbox where task_id = '${taskId}'`)).toEqual([]);
  });

  it("never counts more pages than max_pages", async () => {
    const { jobId } = await aJob();

    await expect(
      psql(`update jobs set pages_found = 1001 where job_id = '${jobId}'`),
    ).rejects.toThrow("jobs_max_pages_kept_check");
  });

  it("takes no new task once it has finished", async () => {
    const { jobId } = await aJob();
    await psql(`update jobs set status = 'cancelled' where job_id = '${jobId}'`);

    await expect(
      psql(
        `with gone as (select '${jobId}'::uuid as job_id)
         insert into tasks (job_id, kind, sitemap_file_id) select gone.job_id, 'sitemap', f.id
         from gone, sitemap_files f limit 1`,
      ),
    ).rejects.toThrow("a finished job takes no new task");
  });
});

describe("a domain", () => {
  it.each(["submitted", "processing", "complete", "failed"])(
    "cannot be made %s without a job that says so",
    async (status) => {
      await expect(
        psql(
          `insert into domains (domain, sitemap_analysis_status) values ('lie.example.com', '${status}')`,
        ),
      ).rejects.toThrow(`cannot be ${status}: its latest job says nothing`);
    },
  );

  it("cannot be made complete while its job is pending", async () => {
    const { domainId } = await aJob();

    await expect(
      psql(`update domains set sitemap_analysis_status = 'complete' where id = '${domainId}'`),
    ).rejects.toThrow("its latest job says submitted");
  });

  it("can be queued by anybody", async () => {
    const { domainId } = await aJob();

    await psql(`update domains set sitemap_analysis_status = 'queued' where id = '${domainId}'`);

    expect(
      await psql(`select sitemap_analysis_status as s from domains where id = '${domainId}'`),
    ).toEqual([{ s: "queued" }]);
  });

  it.each(["https://example.com", "Example.com", "example.com/path", "user@example.com", ""])(
    "named %j is refused, as it is no canonical authority",
    async (name) => {
      await expect(psql(`insert into domains (domain) values ('${name}')`)).rejects.toThrow(
        "domains_domain_canonical_check",
      );
    },
  );
});

describe("a task", () => {
  it("is refused every illegal transition", async () => {
    const { taskId } = await aJob();

    for (const status of ["held", "complete"]) {
      await expect(
        psql(`update tasks set status = '${status}' where id = '${taskId}'`),
      ).rejects.toThrow(`cannot go from pending to ${status}`);
    }
  });

  it("does not run without a new lease", async () => {
    const { taskId } = await aJob();

    await expect(
      psql(`update tasks set status = 'running', lease_until = now() where id = '${taskId}'`),
    ).rejects.toThrow("cannot run without a new lease");
  });

  it("never lets lease or generation go back", async () => {
    const { taskId } = await aJob();
    await start(taskId);

    await expect(psql(`update tasks set lease = 0 where id = '${taskId}'`)).rejects.toThrow(
      "never go back",
    );
    await expect(psql(`update tasks set generation = 0 where id = '${taskId}'`)).rejects.toThrow(
      "never go back",
    );
  });

  it("gets a new generation and its message when anybody makes it pending again", async () => {
    const { taskId } = await aJob();
    await start(taskId);

    await psql(`update tasks set status = 'pending' where id = '${taskId}'`);

    expect(
      await psql(
        `select t.generation, t.lease_until, o.generation as message from tasks t join outbox o on o.task_id = t.id
         where t.id = '${taskId}'`,
      ),
    ).toEqual([{ generation: 2, lease_until: null, message: 2 }]);
  });

  it("has no message left once it has been claimed", async () => {
    const { taskId } = await aJob();

    await start(taskId);

    expect(await psql(`select from outbox where task_id = '${taskId}'`)).toEqual([]);
  });

  it("leaves no terminal state, by status, lease or generation", async () => {
    const { taskId, jobId } = await aJob();
    await psql(`update jobs set status = 'cancelled' where job_id = '${jobId}'`);

    for (const change of [
      "status = 'pending'",
      "lease = lease + 1",
      "generation = generation + 1",
    ]) {
      await expect(psql(`update tasks set ${change} where id = '${taskId}'`)).rejects.toThrow(
        "nothing leaves a terminal state",
      );
    }
  });
});

describe("job_events", () => {
  it("tells the whole story of a job and its task, and replays to their rows", async () => {
    const { jobId, taskId } = await aReadJob();
    await psql(
      `update jobs set status = 'complete', status_reason = 'all_tasks_ended' where job_id = '${jobId}'`,
    );

    const events = await psql<{ subject: string; change: string; reason: string | null }>(
      `select case when task_id is null then 'job' else 'task' end as subject,
         coalesce(from_status, '') || '>' || to_status as change, reason
       from job_events where job_id = '${jobId}' order by id`,
    );

    expect(events).toEqual([
      { subject: "job", change: ">pending", reason: null },
      { subject: "task", change: ">pending", reason: "job_created" },
      { subject: "task", change: "pending>running", reason: null },
      { subject: "job", change: "pending>running", reason: null },
      { subject: "task", change: "running>complete", reason: null },
      { subject: "job", change: "running>complete", reason: "all_tasks_ended" },
    ]);
    expect(
      await psql(
        `select (select (to_status, generation, lease) from job_events where task_id = t.id order by id desc limit 1)
                = (t.status, t.generation, t.lease) as replayed from tasks t where id = '${taskId}'`,
      ),
    ).toEqual([{ replayed: true }]);
  });

  it("names who did it by the connection's application_name", async () => {
    const { jobId } = await aJob();

    expect(await psql(`select distinct actor from job_events where job_id = '${jobId}'`)).toEqual([
      { actor: "test" },
    ]);
  });

  it("can be neither changed nor deleted", async () => {
    await aJob();

    await expect(psql("update job_events set reason = 'lie'")).rejects.toThrow("append-only");
    await expect(psql("delete from job_events")).rejects.toThrow("append-only");
  });
});

describe("invariant_violations", () => {
  it("is empty while the guarantees hold", async () => {
    await aJob();
    const { jobId } = await aReadJob();
    await psql(`update jobs set status = 'complete' where job_id = '${jobId}'`);

    expect(
      await psql("select * from invariant_violations where code <> 'job_without_open_task'"),
    ).toEqual([]);
  });

  it.each([
    ["pending_without_message", "delete from outbox where task_id = $task"],
    [
      "lease_expired",
      "update tasks set status = 'running', lease = 1, lease_until = now() - interval '69 days' where id = $task",
    ],
    [
      "message_unpublished",
      "update outbox set available_at = now() - interval '69 days' where task_id = $task",
    ],
    [
      "task_not_started",
      "update outbox set published_at = now() - interval '69 days' where task_id = $task",
    ],
    [
      "job_past_deadline",
      "update jobs set deadline_at = now() - interval '1 s' where job_id = $job",
    ],
    [
      "job_without_open_task",
      "update tasks set status = 'cancelled', finished_at = now() where id = $task",
    ],
    [
      "open_task_of_finished_job",
      "update jobs set status = 'cancelled', finished_at = now() where job_id = $job",
    ],
    [
      "window_exceeded",
      "update jobs set task_window = 1 where job_id = $job; insert into tasks (job_id, kind, sitemap_file_id) select $job, 'sitemap', id from sitemap_files limit 1",
    ],
    ["held_with_room", "update tasks set status = 'held' where id = $task"],
    [
      "complete_without_reading",
      "update jobs set status = 'complete', finished_at = now() where job_id = $job",
    ],
    [
      "counters_differ",
      "update jobs set pages_found = 7, status = 'cancelled', finished_at = now() where job_id = $job",
    ],
    ["domain_status_differs", "update jobs set status = 'running' where job_id = $job"],
  ])("names %s even when the triggers were bypassed", async (code, breach) => {
    const { jobId, domainId, taskId } = await aJob();
    await psql(
      `insert into sitemap_files (domain_id, job_id, url, url_hash, discovered_via)
       values ('${domainId}', '${jobId}', 'https://x.example.com/', decode(md5('x'), 'hex'), 'robots')`,
    );

    await database.db.transaction().execute(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx);
      await sql`${sql.raw(breach.replaceAll("$task", `'${taskId}'`).replaceAll("$job", `'${jobId}'`))}`.execute(
        tx,
      );
    });

    const found = await psql<{ code: string }>(
      `select code from invariant_violations where subject_id in ('${jobId}', '${taskId}', '${domainId}')`,
    );
    expect(found.map((row) => row.code)).toContain(code);
  });
});
