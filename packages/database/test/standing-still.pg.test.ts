/** What of a busy system is a breach, and what is only backlog. */
import { beforeEach, describe, expect, it } from "@jest/globals";
import { sql } from "kysely";
import { recordBrokerWindow, recordLoop } from "../src/index.ts";
import { setupDatabase } from "./setup.ts";

const database = setupDatabase();

async function psql<T>(statement: string): Promise<T[]> {
  return (await sql<T>`${sql.raw(statement)}`.execute(database.db)).rows;
}

/** Of the codes that the test is about: the violations of its time. */
async function codes(): Promise<string[]> {
  const rows = await psql<{ code: string }>(
    `select code from invariant_violations where code in ('message_unpublished', 'message_refused', 'task_not_started')
     order by code`,
  );
  return rows.map((row) => row.code);
}

/** Pending jobs whose messages are due since `dueFor`, so many of them published `publishedFor` ago. */
async function someJobs({ amount = 2, dueFor = "5 min", publishedFor = "4 min", published = 0 }) {
  await psql(
    `with d as (insert into domains (domain) select gen_random_uuid() || '.example.com' from generate_series(1, ${amount}) returning id)
     insert into jobs (domain_id) select id from d`,
  );
  await psql(`update outbox set available_at = now() - interval '${dueFor}'`);
  await psql(
    `update outbox set published_at = now() - interval '${publishedFor}'
     where id in (select id from outbox order by id limit ${published})`,
  );
}

async function aWorker({ seenAgo = "1 s", concurrency = 1 } = {}) {
  await psql(
    `insert into workers (id, host, pid, version, queues, concurrency, last_seen_at)
     values (gen_random_uuid(), 'host', 1, '1', '{}', ${concurrency}, now() - interval '${seenAgo}')`,
  );
}

/** One task of a job of its own is started, as long ago as that. */
async function startOne(ago: string) {
  await psql(
    `update tasks set status = 'running', lease = lease + 1, lease_until = now() + interval '1 h'
     where id = (select id from tasks where status = 'pending' order by position desc limit 1)`,
  );
  await psql(
    `alter table job_events disable trigger all;
     update job_events set at = now() - interval '${ago}' where to_status = 'running';
     alter table job_events enable trigger all`,
  );
}

beforeEach(async () => {
  await psql(`truncate domains, jobs, tasks, outbox, job_events, workers, loops, brokers cascade`);
  await recordBrokerWindow(database.db, "sitemap-tasks", 2);
  await recordLoop(database.db, "relay");
});

describe("a message that is due and unpublished", () => {
  it("is backlog while the window is full", async () => {
    await aWorker();
    await someJobs({ amount: 4, published: 2, publishedFor: "10 s" });

    expect(await codes()).toEqual([]);
  });

  it("is backlog while there is room and the relay fills it", async () => {
    await aWorker();
    await someJobs({ amount: 4, published: 1, publishedFor: "2 s" });

    expect(await codes()).toEqual([]);
  });

  it("is backlog when all that was published has just been started", async () => {
    await aWorker();
    await someJobs({ amount: 3 });
    await startOne("3 s");

    expect(await codes()).toEqual([]);
  });

  it("is a breach when there is room and nothing moves", async () => {
    await someJobs({ amount: 1 });

    expect(await codes()).toEqual(["message_unpublished"]);
  });

  it("is a breach when no relay has succeeded for 30 s, full window or not", async () => {
    await aWorker();
    await someJobs({ amount: 3, published: 2, publishedFor: "10 s" });
    await psql("update loops set succeeded_at = now() - interval '31 s'");

    expect(await codes()).toEqual(["message_unpublished"]);
  });

  it("is none in its first 30 s", async () => {
    await someJobs({ dueFor: "29 s" });

    expect(await codes()).toEqual([]);
  });

  it("is a breach by another name when the broker refuses it, though it is put off at each try", async () => {
    await someJobs({ amount: 1 });
    await psql(
      `update outbox set tries = 5, last_error = 'no such job name', available_at = now() + interval '1 min',
         created_at = now() - interval '2 min'`,
    );

    expect(await codes()).toEqual(["message_refused"]);
  });
});

describe("a doorbell that is not answered", () => {
  it("is backlog while every slot is busy, whatever the tasks take", async () => {
    await aWorker({ concurrency: 1 });
    await someJobs({ amount: 2, published: 2 });
    await startOne("10 min");

    expect(await codes()).toEqual([]);
  });

  it("is backlog while tasks are started, though a slot is free at this moment", async () => {
    await aWorker({ concurrency: 8 });
    await someJobs({ amount: 3, published: 3 });
    await startOne("2 s");

    expect(await codes()).toEqual([]);
  });

  it("is a breach when a slot is free and nothing has started for 30 s", async () => {
    await aWorker({ concurrency: 2 });
    await someJobs({ amount: 2, published: 2 });
    await startOne("31 s");

    expect(await codes()).toEqual(["task_not_started"]);
  });

  it("is a breach when no worker is alive", async () => {
    await aWorker({ seenAgo: "40 s" });
    await someJobs({ amount: 1, published: 1 });

    expect(await codes()).toEqual(["task_not_started"]);
  });

  it("is none in its first half minute", async () => {
    await someJobs({ amount: 1, published: 1, publishedFor: "29 s" });

    expect(await codes()).toEqual([]);
  });

  it("may wait within a worker when it was rescued before", async () => {
    await aWorker({ concurrency: 2 });
    await someJobs({ amount: 1, published: 1 });
    await psql("update tasks set rescues = 1");

    expect(await codes()).toEqual([]);
  });
});
