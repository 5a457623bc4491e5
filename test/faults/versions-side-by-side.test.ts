/** Releases that follow each other on one database and one queue, as a deployment has them for minutes. */
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import {
  freePort,
  startProcess,
  startTcpProxy,
  urlset,
  type RunningProcess,
} from "@sitemap-scanner/testkit";
import { Migrator } from "kysely/migration";
import { MIGRATIONS } from "../../packages/database/src/migrations/index.ts";
import { openQueueOf } from "./open-queue-of.ts";
import { onBothBackends, setupScanner, type Backend, type Scanner } from "../pipeline/setup.ts";
import { healthUntil } from "../pipeline/telling.ts";

const ROOT = join(import.meta.dirname, "../..");
const API = "apps/api/src/main.ts";
const WORKER = "apps/worker/src/main.ts";
const MIGRATE = "apps/worker/src/migrate.ts";
const SITE = {
  "/robots.txt": "Sitemap: /s.xml\n",
  "/s.xml": urlset(["https://pages.example.com/1"]),
};

/** Runs a program that is to end by itself. */
async function run(scanner: Scanner, file: string) {
  const port = String(await freePort());
  const child = await startProcess({
    args: [join(ROOT, file)],
    env: { ...scanner.env, PORT: port },
    cwd: ROOT,
  });
  return { child, code: (await child.exited).code };
}

function logOf(child: RunningProcess): string {
  return child.stdout.join("\n");
}

describe("a database of a newer release", () => {
  const scanner = setupScanner("postgres");

  it("is worked on as if it were of this one, and left as it is", async () => {
    const tables = [
      "domains",
      "jobs",
      "tasks",
      "outbox",
      "job_events",
      "sitemap_files",
      "pages",
      "workers",
    ];
    for (const table of tables)
      await scanner.query(`alter table ${table} add column newer text default 'newer'`);
    await scanner.query("create table newer_things (id int primary key)");
    await scanner.query(
      `insert into kysely_migration values ('9999-newer', '${new Date().toISOString()}')`,
    );

    const migrated = await run(scanner, MIGRATE);
    const api = await scanner.startApi();
    await scanner.startWorker();
    const site = await scanner.startSite(SITE);
    const { body } = await api.submit({ base_url: site.origin });

    expect(migrated.code).toBe(0);
    expect(await scanner.finished(body.job_id)).toMatchObject({
      status: "complete",
      pages_found: 1,
    });
    await healthUntil(api, ({ ok }) => ok, "a healthy system");
    const status = await fetch(`${api.origin}/api/v3/sitemap/status/${body.job_id}`);
    expect(await status.text()).not.toContain("newer");
    expect(
      await scanner.query(
        `select max(name) as last, (select newer from pages) as page, to_regclass('newer_things') is not null as kept
         from kysely_migration`,
      ),
    ).toEqual([{ last: "9999-newer", page: "newer", kept: true }]);
  });
});

onBothBackends("doorbells of a newer release", (backend) => {
  const scanner = setupScanner(backend);

  it("are answered where they say more than we know, and cost their jobs nothing where they say too little", async () => {
    const site = () => scanner.startSite(SITE);
    const more = await insertJob(scanner, (await site()).domain);
    const unreadable = await insertJob(scanner, (await site()).domain);
    const ofUnknownKind = await insertJob(scanner, (await site()).domain);
    // The relay rings none of them again, as the broker knows their ids.
    await ring(backend, scanner, [
      { task: more, data: { taskId: more.taskId, generation: 1, version: 2, shard: "eu" } },
      { task: unreadable, data: { version: 9, task: { id: unreadable.taskId } } },
      {
        task: ofUnknownKind,
        name: "unknown",
        data: { taskId: ofUnknownKind.taskId, generation: 1 },
      },
    ]);

    const worker = await scanner.startWorker({ RECONCILE_UNANSWERED_MS: "300" });

    for (const { jobId } of [more, unreadable, ofUnknownKind])
      expect(await scanner.finished(jobId)).toMatchObject({ status: "complete", pages_found: 1 });
    expect(
      await scanner.query(
        `select id, generation, attempt from tasks where kind = 'discover' order by position`,
      ),
    ).toEqual([
      { id: more.taskId, generation: 1, attempt: 1 },
      { id: unreadable.taskId, generation: 2, attempt: 1 },
      { id: ofUnknownKind.taskId, generation: 2, attempt: 1 },
    ]);
    expect(logOf(worker)).not.toContain("stopping");
  });
});

interface InsertedJob {
  jobId: string;
  taskId: string;
}

async function insertJob(scanner: Scanner, domain: string): Promise<InsertedJob> {
  await scanner.query(
    `with d as (insert into domains (domain) values ('${domain}') returning id)
     insert into jobs (domain_id) select id from d`,
  );
  const [job] = await scanner.query<InsertedJob>(
    `select t.job_id as "jobId", t.id as "taskId" from tasks t join jobs using (job_id)
     join domains d on d.id = domain_id where d.domain = '${domain}'`,
  );
  if (!job) throw new Error(`Cannot find the job of ${domain}: it has no task`);
  return job;
}

async function ring(
  backend: Backend,
  scanner: Scanner,
  doorbells: readonly { task: InsertedJob; name?: string; data: object }[],
): Promise<void> {
  const broker = openQueueOf(scanner, backend);
  for (const { task, name = "discover", data } of doorbells)
    await broker.queues[0]?.add(name, data, { jobId: `${task.taskId}-1` });
  await broker.close();
}

describe("a database older than this release", () => {
  const scanner = setupScanner("postgres");
  const [last = ""] = Object.keys(MIGRATIONS).slice(-1);
  const lacks = `the database lacks 1 migration of this release (\\"${last}\\"), migrate it first`;

  async function takeLastMigrationBack(): Promise<void> {
    const provider = { getMigrations: () => Promise.resolve(MIGRATIONS) };
    const { error } = await new Migrator({ db: scanner.db, provider }).migrateDown();
    expect(error).toBeUndefined();
  }

  it("is refused by API and worker, in words, until it is migrated", async () => {
    await takeLastMigrationBack();

    const refused = await Promise.all([run(scanner, API), run(scanner, WORKER)]);

    for (const { code, child } of refused) {
      expect(code).toBe(1);
      expect(logOf(child)).toContain(lacks);
    }
    expect((await run(scanner, MIGRATE)).code).toBe(0);
  });

  it("is refused as soon as it answers by those who began while it was away", async () => {
    await takeLastMigrationBack();
    const databaseUrl = scanner.env["DATABASE_URL"] ?? "";
    const proxy = await startTcpProxy({ target: databaseUrl });
    await proxy.faults.refuse();
    const env = { DATABASE_URL: proxy.through(databaseUrl) };
    const [api, worker] = await Promise.all([scanner.startApi(env), scanner.startWorker(env)]);

    await proxy.faults.heal();

    for (const process of [api.process, worker]) {
      expect((await process.exited).code).toBe(1);
      expect(logOf(process)).toContain(lacks);
    }
    await proxy.close();
  });
});
