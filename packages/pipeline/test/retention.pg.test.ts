import { randomUUID } from "node:crypto";
import { Writable } from "node:stream";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { inTransaction } from "@sitemap-scanner/database";
import { createLogger } from "@sitemap-scanner/runtime";
import { sql } from "kysely";
import { endFile, forgetOld, recordPages } from "../src/index.ts";
import { aPage, setupPipeline } from "./setup.ts";

const pipeline = setupPipeline();
const destination = new Writable({ write: (_chunk, _encoding, done) => done() });
const logger = createLogger({ level: "error", service: "test", destination });
const KEEP_MS = 100 * 86_400_000;

const forget = (keepMs: number | null = KEEP_MS) =>
  forgetOld({ db: pipeline.db, logger, keepMs, signal: new AbortController().signal });

async function rows<T>(statement: string): Promise<T[]> {
  return (await sql<T>`${sql.raw(statement)}`.execute(pipeline.db)).rows;
}

/** A scan of one file that lists these pages. */
async function scan(domain: string, names: readonly string[], readCompletely = true) {
  const jobId = await pipeline.submit({ domain });
  await pipeline.discover(jobId, ["https://x.example.com/sitemap.xml"]);
  const task = await pipeline.claim(jobId);
  if (!task.file) throw new Error("Cannot read a file: the task has none");
  const claim = { ...task, file: task.file };
  const pages = names.map((name) => aPage(`https://x.example.com/${name}`));
  await recordPages(pipeline.db, claim, pages);
  const entries = names.length;
  await endFile(pipeline.db, claim, { outcome: "ok", entries, read_completely: readCompletely });
  return jobId;
}

/** As if all that there is had happened so many days earlier. */
async function age(days: number): Promise<void> {
  const ago = `interval '${days} days'`;
  await rows(`update jobs set created_at = created_at - ${ago}, started_at = started_at - ${ago},
    finished_at = finished_at - ${ago}`);
  await rows(`update pages set removed_at = removed_at - ${ago} where removed_at is not null`);
  await rows(`update audit_events set at = at - ${ago}`);
  await rows(`update workers set last_seen_at = last_seen_at - ${ago}`);
}

const jobsOf = async (domain: string) =>
  (
    await rows<{ job_id: string }>(
      `select job_id from jobs join domains on id = domain_id where domain = '${domain}' order by jobs.created_at`,
    )
  ).map((row) => row.job_id);

const aDomain = () => `${randomUUID()}.example.com`;

// Each test begins with nothing that is old.
beforeEach(async () => {
  await forget(0);
});

describe("the retention", () => {
  it("deletes a scan that is old with all that is its own, and keeps the pages", async () => {
    const domain = aDomain();
    const old = await scan(domain, ["a", "b"]);
    await age(101);
    const latest = await scan(domain, ["a", "b"]);

    expect(await forget()).toMatchObject({ scans: 1, pages: 0 });

    expect(await jobsOf(domain)).toEqual([latest]);
    for (const table of ["tasks", "sitemap_files", "job_events"])
      expect(await rows(`select from ${table} where job_id = '${old}'`)).toEqual([]);
    expect(
      await rows(`select from pages where last_seen_job_id = '${latest}' and removed_at is null`),
    ).toHaveLength(2);
  });

  it("keeps what is old when it is the latest, or when pages that are listed hang on it", async () => {
    const domain = aDomain();
    const first = await scan(domain, ["a", "b"]);
    await age(101);
    // Not read to its end: it does not say that "b" is gone, which the first scan saw last.
    const second = await scan(domain, ["a"], false);
    await age(101);

    expect(await forget()).toMatchObject({ scans: 0, pages: 0 });

    expect(await jobsOf(domain)).toEqual([first, second]);
  });

  it("deletes pages that were removed long ago, and keeps those that were just removed", async () => {
    const domain = aDomain();
    await scan(domain, ["a", "b", "c"]);
    await scan(domain, ["a", "b"]);
    await age(101);
    await scan(domain, ["a"]);

    expect(await forget()).toMatchObject({ pages: 1 });

    const { length } = await rows(
      `select from pages join domains d on d.id = domain_id where domain = '${domain}'`,
    );
    expect(length).toBe(2);
  });

  it("leaves a page alone that a scan is just listing again", async () => {
    const domain = aDomain();
    await scan(domain, ["a", "b"]);
    await scan(domain, ["a"]);
    await age(101);

    const forgotten = await inTransaction(pipeline.db, async (tx) => {
      await sql`update pages set removed_at = null, removed_job_id = null`.execute(tx);
      return forget();
    });

    expect(forgotten).toMatchObject({ pages: 0 });
    expect(await rows(`select from pages where removed_at is null`)).not.toEqual([]);
  });

  it("lets no scan that cannot be deleted keep the others", async () => {
    const domain = aDomain();
    const stuck = await scan(domain, ["a"]);
    const other = await scan(domain, ["a"]);
    await age(101);
    const latest = await scan(domain, ["a"]);
    await rows(`create function refuse() returns trigger language plpgsql as $$
      begin if old.job_id = '${stuck}' then raise exception 'no'; end if; return old; end $$`);
    await rows(
      `create trigger refuse before delete on jobs for each row execute function refuse()`,
    );

    expect(await forget()).toMatchObject({ scans: 1 });

    await rows(`drop function refuse cascade`);
    expect(await jobsOf(domain)).toEqual([stuck, latest]);
    expect(other).not.toBe(stuck);
  });

  it("deletes workers that are long gone, and what was done with keys, but nothing when it is to keep all", async () => {
    await rows(`insert into workers (id, host, pid, version, queues, concurrency)
      values ('gone', 'h', 1, '1', '{}', 1)`);
    await rows(`insert into audit_events (actor, action) values ('somebody', 'createKey')`);
    await scan(aDomain(), ["a"]);
    await age(101);

    expect(await forget(null)).toEqual({ scans: 0, pages: 0, auditEvents: 0, workers: 1 });
    expect(await forget()).toMatchObject({ auditEvents: 1, workers: 0 });
  });
});
