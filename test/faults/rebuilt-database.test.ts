/** A queue, and processes, that know another database than the one they find. */
import { afterEach, describe, expect, it } from "@jest/globals";
import { migrateToLatest } from "@sitemap-scanner/database";
import { urlset, waitFor, unavailable } from "@sitemap-scanner/testkit";
import { Client } from "pg";
import { openQueueOf } from "./open-queue-of.ts";
import { onBothBackends, setupScanner, type Scanner } from "../pipeline/setup.ts";
import { healthUntil } from "../pipeline/telling.ts";

const QUICK = { RECONCILE_UNANSWERED_MS: "300" };
const SITEMAP = urlset(["https://pages.example.com/1"]);
const SITE = { "/robots.txt": "Sitemap: /s.xml\n", "/s.xml": SITEMAP };

function databaseUrl({ env }: Scanner): string {
  return env["DATABASE_URL"] ?? "";
}

/** From beside the database, which may then be dropped or renamed. */
async function onServer(scanner: Scanner, ...statements: string[]): Promise<void> {
  const client = new Client({
    connectionString: new URL("/postgres", databaseUrl(scanner)).href,
  });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function nameOf(scanner: Scanner): string {
  return new URL(databaseUrl(scanner)).pathname.slice(1);
}

onBothBackends("a database that is dropped and made anew under running processes", (backend) => {
  const scanner = setupScanner(backend);
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  it("takes scans and has them done with no restart, whatever the queue knows of the old one", async () => {
    const api = await scanner.startApi(QUICK);
    const worker = await scanner.startWorker(QUICK);
    const [done, waiting] = [await scanner.startSite(SITE), await scanner.startSite(SITE)];
    const before = await api.submit({ base_url: done.origin });
    await scanner.finished(before.body.job_id);
    const broker = openQueueOf(scanner, backend);
    closers.push(() => broker.close());
    const [queue] = broker.queues;
    await queue?.pause();
    await api.submit({ base_url: waiting.origin });
    await waitFor(
      async () =>
        (await scanner.query("select 1 from outbox where published_at is not null")).length === 1,
      { what: "the doorbell that nobody answers" },
    );

    await onServer(scanner, `drop database ${nameOf(scanner)} with (force)`);
    const without = await api.submit({ base_url: done.origin });
    await onServer(scanner, `create database ${nameOf(scanner)}`);
    const empty = await api.submit({ base_url: done.origin });
    await migrateToLatest(databaseUrl(scanner));

    expect(without).toMatchObject({ status: 503, body: { code: "not_ready" } });
    expect(empty).toMatchObject({ status: 503, body: { code: "not_ready" } });
    await waitFor(
      () =>
        queue?.resume().then(
          () => true,
          () => false,
        ),
      { what: "the queue to go on" },
    );
    for (const site of [done, waiting]) {
      const { status, body } = await api.submit({ base_url: site.origin });
      expect(status).toBe(202);
      expect(await scanner.finished(body.job_id)).toMatchObject({
        status: "complete",
        pages_found: 1,
      });
    }
    await healthUntil(api, ({ ok }) => ok, "a healthy system");
    expect(await queue?.getJobCountByTypes("waiting", "active", "failed")).toBe(0);
    expect(worker.stdout.join("\n")).not.toContain("doorbell failed");
  });
});

describe("a database that is restored from a backup under a Redis that was kept", () => {
  const scanner = setupScanner("redis");

  it("has jobs done whose doorbells Redis takes for answered", async () => {
    // Two tries fail, so that Redis comes to know three doorbells of the task.
    const site = await scanner.startSite({
      ...SITE,
      "/robots.txt": unavailable({ times: 2, afterwards: SITE["/robots.txt"] }),
    });
    await scanner.query(
      `with d as (insert into domains (domain) values ('${site.domain}') returning id)
       insert into jobs (domain_id) select id from d`,
    );
    const [job] = await scanner.query<{ job_id: string }>("select job_id from jobs");
    const original = nameOf(scanner);
    const backup = `${original}_backup`;
    await onServer(
      scanner,
      `alter database ${original} allow_connections false`,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${original}'`,
      `create database ${backup} template ${original}`,
      `alter database ${original} allow_connections true`,
    );
    const worker = await scanner.startWorker(QUICK);
    await scanner.finished(job?.job_id ?? "");
    worker.kill("SIGKILL");
    await worker.exited;

    await onServer(
      scanner,
      `drop database ${original} with (force)`,
      `alter database ${backup} rename to ${original}`,
    );
    await scanner.startWorker(QUICK);

    expect(await scanner.finished(job?.job_id ?? "")).toMatchObject({
      status: "complete",
      pages_found: 1,
    });
    expect(await scanner.query("select generation from tasks where kind = 'discover'")).toEqual([
      { generation: 2 },
    ]);
  });
});
