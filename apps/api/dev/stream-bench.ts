/**
 * Has thousands of readers follow one live scan through a real API process, on a Postgres of its own.
 *
 *     node apps/api/dev/stream-bench.ts [readers]
 *
 * Prints how long a step of the scan takes to reach them all, what a reader costs in memory, what the
 * process costs a second, and how one reader more is answered.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrateToLatest, openDatabase, type Db } from "@sitemap-scanner/database";
import { startEmbeddedPostgres } from "@sitemap-scanner/embedded";
import { sql } from "kysely";
import { readCpu, readRss, startApi, type RunningApi } from "./run-api.ts";

const READERS = Number(process.argv[2] ?? 10_000);
const STEPS = 10;
/** Connections that are opened at a time: more than the system would hold in its queue. */
const AT_A_TIME = 100;

const directory = await mkdtemp(join(tmpdir(), "sitemap-scanner-bench-"));
const postgres = await startEmbeddedPostgres({ dataDir: join(directory, "pg"), durable: false });
const sockets: Socket[] = [];
let api: RunningApi | undefined;
try {
  await migrateToLatest(postgres.url);
  const db = openDatabase({ url: postgres.url, applicationName: "bench" });
  const jobId = await insertJob(db);
  api = await startApi(postgres.url, { STREAM_MAX_READERS: String(READERS) });
  await bench(api, db, jobId);
  await db.destroy();
} finally {
  for (const socket of sockets) socket.destroy();
  await api?.stop();
  await postgres.stop();
  await rm(directory, { recursive: true });
}

async function bench({ pid, port, origin }: RunningApi, db: Db, jobId: string): Promise<void> {
  const before = await readRss(pid);
  const arrived = new Map<string, number>();
  const begin = performance.now();
  while (sockets.length < READERS) {
    const count = Math.min(AT_A_TIME, READERS - sockets.length);
    await Promise.all(Array.from({ length: count }, () => follow(port, jobId, arrived)));
  }
  print("readers", `${READERS} open in ${seconds(begin)} s`);
  const [cpu, since] = [await readCpu(pid), performance.now()];
  for (let step = 1; step <= STEPS; step++) {
    const sentAt = performance.now();
    await sql`insert into job_events (job_id, to_status, reason) values (${jobId}, 'running', ${`step-${step}`})`.execute(
      db,
    );
    while ((arrived.get(`step-${step}`) ?? 0) < READERS) await new Promise(setImmediate);
    print(`step ${step}`, `with all of them after ${(performance.now() - sentAt).toFixed(0)} ms`);
  }
  const used = (await readCpu(pid)) - cpu;
  print("cpu", `${((100 * used * 1_000) / (performance.now() - since)).toFixed(0)} % of a core`);
  print("memory", `${(((await readRss(pid)) - before) / READERS / 1_024).toFixed(1)} kB a reader`);
  const { status } = await fetch(`${origin}/api/v3/sitemap/jobs/${jobId}/stream`);
  print("one more", `is answered ${status}`);
}

/** Reads until the socket is destroyed, and counts who has which step. */
function follow(port: number, jobId: string, arrived: Map<string, number>): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    sockets.push(socket);
    socket.on("error", reject);
    socket.once("data", (chunk: Buffer) => {
      if (chunk.toString().startsWith("HTTP/1.1 200 ")) resolve();
      else reject(new Error(`Cannot follow the scan: ${chunk.toString()}`));
    });
    socket.on("data", (chunk: Buffer) => {
      for (const [, step = ""] of chunk.toString().matchAll(/"reason":"(step-\d+)"/g)) {
        arrived.set(step, (arrived.get(step) ?? 0) + 1);
      }
    });
    socket.write(`GET /api/v3/sitemap/jobs/${jobId}/stream HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  });
}

async function insertJob(db: Db): Promise<string> {
  const { rows } = await sql<{ job_id: string }>`
    with d as (insert into domains (domain) values ('live.example.com') returning id)
    insert into jobs (domain_id) select id from d returning job_id`.execute(db);
  return rows[0]?.job_id ?? "";
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1_000).toFixed(1);
}

function print(name: string, figure: string): void {
  process.stdout.write(`${name.padEnd(10)} ${figure}\n`);
}
