import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { listLoops, readCanary } from "@sitemap-scanner/database";
import { createLogger } from "@sitemap-scanner/runtime";
import { waitFor } from "@sitemap-scanner/testkit";
import { sql } from "kysely";
import { createCanary, endFile, type FileClaim } from "../src/index.ts";
import { setupPipeline } from "./setup.ts";

const URL_OF_API = "http://127.0.0.1:8000";
const pipeline = setupPipeline();
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
beforeEach(async () => {
  await rows(`update jobs set status = 'cancelled' where status in ('pending', 'running')`);
  await rows(`update loops set begun_at = null`);
});

const onSubmitted = () => undefined;

function startCanary(url = URL_OF_API, everyMs = 30): void {
  const destination = new Writable({ write: (_chunk, _encoding, done) => done() });
  const logger = createLogger({ level: "error", service: "test", destination });
  const canary = createCanary({ db: pipeline.db, logger, onSubmitted, everyMs, url });
  closers.push(() => canary.close());
  canary.start();
}

async function rows<T>(statement: string): Promise<T[]> {
  return (await sql<T>`${sql.raw(statement)}`.execute(pipeline.db)).rows;
}

const liveCanary = async () =>
  (
    await rows<{ job_id: string }>(
      `select job_id from jobs where source = 'canary' and status in ('pending', 'running')`,
    )
  )[0]?.job_id;

const nextCanary = () => waitFor(liveCanary, { timeoutMs: 5_000, what: "a canary" });

/** Does what a worker would, with a file of two pages. */
async function complete(jobId: string): Promise<void> {
  await pipeline.discover(jobId, [`${URL_OF_API}/canary/sitemap.xml`]);
  const task = await pipeline.claim(jobId);
  if (!task.file) throw new Error("Cannot read a file: the task has none");
  const claim: FileClaim = { ...task, file: task.file };
  await rows(
    `insert into pages (domain_id, url, url_hash, sitemap_file_id, first_seen_job_id, last_seen_job_id)
     select domain_id, 'x', decode(md5('x' || n), 'hex'), id, job_id, job_id
     from sitemap_files, generate_series(1, 2) n where id = ${claim.file.id}
     on conflict on constraint pages_pkey do update
       set sitemap_file_id = excluded.sitemap_file_id, last_seen_job_id = excluded.last_seen_job_id`,
  );
  await endFile(pipeline.db, claim, { outcome: "ok" });
}

/** As if all that there is had happened so much earlier. */
async function age(interval: string): Promise<void> {
  await rows(`alter table jobs disable trigger user`);
  await rows(`update jobs set created_at = created_at - interval '${interval}',
    finished_at = finished_at - interval '${interval}' where source = 'canary'`);
  await rows(`alter table jobs enable trigger user`);
}

describe("the canary", () => {
  it("is a job for our own address, one at a time, whoever sends it", async () => {
    startCanary();
    startCanary();
    startCanary("http://127.0.0.1:8001");

    const first = await nextCanary();
    await complete(first);
    const second = await waitFor(
      async () => {
        const live = await liveCanary();
        return live === first ? undefined : live;
      },
      { timeoutMs: 5_000, what: "the next canary" },
    );

    expect(
      await rows(
        `select count(*)::int as live from jobs where status = 'pending' and source = 'canary'`,
      ),
    ).toEqual([{ live: 1 }]);
    expect(
      await rows(
        `select params, is_canary from jobs join domains d on d.id = domain_id where job_id = '${second}'`,
      ),
    ).toEqual([{ params: { scheme: "http" }, is_canary: true }]);
  });

  it("tells its age and how long it took, and both stay when no worker is left", async () => {
    startCanary();
    await complete(await nextCanary());
    await age("2 hours");

    const { age_seconds, latency_seconds } = await readCanary(pipeline.db);

    expect(age_seconds).toBeGreaterThanOrEqual(7_200);
    expect(age_seconds).toBeLessThan(7_260);
    expect(latency_seconds).toBeGreaterThan(0);
    expect(latency_seconds).toBeLessThan(60);
    await waitFor(
      async () => {
        const loop = (await listLoops(pipeline.db)).find(({ name }) => name === "canary");
        return (loop?.seconds_since_success ?? 0) >= 7_200;
      },
      { timeoutMs: 5_000, what: "the loop to tell the same age" },
    );
  });

  it("tells for how long the one under way has been so", async () => {
    startCanary();
    await nextCanary();
    await age("5 minutes");

    const { live_for_seconds } = await readCanary(pipeline.db);

    expect(live_for_seconds).toBeGreaterThanOrEqual(300);
  });

  it("leaves nothing of those that ended over an hour ago, but for the last complete one", async () => {
    startCanary();
    const jobIds: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const jobId = await waitFor(
        async () => {
          const live = await liveCanary();
          return live !== undefined && !jobIds.includes(live) ? live : undefined;
        },
        { timeoutMs: 5_000, what: "the next canary" },
      );
      jobIds.push(jobId);
      await complete(jobId);
    }
    await age("61 minutes");
    const ids = jobIds.map((id) => `'${id}'`).join(",");

    await waitFor(
      async () => (await rows(`select from jobs where job_id in (${ids})`)).length === 1,
      { timeoutMs: 5_000, what: "old canaries to be deleted" },
    );

    const kept = `'${jobIds.at(-1)}'`;
    for (const table of ["jobs", "tasks", "job_events", "sitemap_files"]) {
      expect(await rows(`select distinct job_id from ${table} where job_id in (${ids})`)).toEqual([
        { job_id: jobIds.at(-1) },
      ]);
    }
    expect(
      await rows(`select count(*)::int as n from pages where last_seen_job_id = ${kept}`),
    ).toEqual([{ n: 2 }]);
    expect(await rows(`select is_canary from domains where domain = '127.0.0.1:8000'`)).toEqual([
      { is_canary: true },
    ]);
  });

  it("deletes the last job of an address that it is sent to no more", async () => {
    await rows(
      `with d as (insert into domains (domain, is_canary) values ('127.0.0.1:7999', true) returning id)
       insert into jobs (domain_id, source) select id, 'canary' from d`,
    );
    await rows(`update jobs set status = 'cancelled' where status = 'pending'`);
    await age("2 hours");

    startCanary();

    await waitFor(
      async () =>
        (
          await rows(
            `select from domains where domain = '127.0.0.1:7999' and latest_job_id is null`,
          )
        ).length === 1,
      { timeoutMs: 5_000, what: "the old job to be deleted" },
    );
    expect(
      await rows(
        `select sitemap_analysis_status as status, (select count(*)::int from jobs where domain_id = id) as jobs
         from domains where domain = '127.0.0.1:7999'`,
      ),
    ).toEqual([{ status: "new", jobs: 0 }]);
  });

  it("leaves a user's scan of the same address alone", async () => {
    const jobId = await pipeline.submit({ domain: "127.0.0.1:8000" });
    startCanary();

    await waitFor(
      async () =>
        (await rows(`select from loops where name = 'canary' and begun_at is not null`)).length > 0,
      { timeoutMs: 5_000, what: "a turn of the canary" },
    );

    expect(await liveCanary()).toBeUndefined();
    expect(await rows(`select source from jobs where job_id = '${jobId}'`)).toEqual([
      { source: "api" },
    ]);
  });
});
