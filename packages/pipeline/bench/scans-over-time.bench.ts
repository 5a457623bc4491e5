/**
 * `npm run bench -w packages/pipeline [pages]`: how fast the pages of a file are written at the first
 * scan, written again at the second, and seen again unread at the third. Prints pages a second.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrateToLatest, openDatabase } from "@sitemap-scanner/database";
import { startEmbeddedPostgres } from "@sitemap-scanner/embedded";
import { hashUrl } from "@sitemap-scanner/sitemap";
import {
  createClaimTask,
  createSubmitScan,
  endDiscovery,
  endFile,
  findFileToKeep,
  keepFile,
  recordPages,
  type ClaimedTask,
} from "../src/index.ts";

const PAGES = Number(process.argv[2] ?? 200_000);
const BATCH_SIZE = 1_000;

const directory = await mkdtemp(join(tmpdir(), "sitemap-scanner-bench-"));
const postgres = await startEmbeddedPostgres({ dataDir: join(directory, "pg"), durable: false });
try {
  await migrateToLatest(postgres.url);
  const db = openDatabase({ url: postgres.url, applicationName: "bench" });

  const claim = async (jobId: string): Promise<ClaimedTask> => {
    const { id, generation } = await db
      .selectFrom("tasks")
      .select(["id", "generation"])
      .where("job_id", "=", jobId)
      .where("status", "=", "pending")
      .executeTakeFirstOrThrow();
    const task = await createClaimTask({ db, workerId: "bench", leaseMs: 3_600_000 })(
      { taskId: id, generation },
      jobId,
    );
    if (!task) throw new Error("Cannot claim a pending task");
    return task;
  };

  const scan = async (name: string, read: (task: ClaimedTask) => Promise<void>): Promise<void> => {
    const { jobId } = await createSubmitScan({ db, window: 4, deadlineMs: 3_600_000 })({
      domain: "bench.example.com",
      scheme: null,
      path: null,
      pageHosts: "any",
      maxPages: PAGES,
      source: "api",
      requester: null,
    });
    await endDiscovery(db, await claim(jobId), {
      sitemaps: [{ url: "https://bench.example.com/sitemap.xml", via: "robots" }],
      origin: "https://bench.example.com",
      crawlDelayMs: null,
      tried: [],
      next: null,
      complete: true,
    });
    const task = await claim(jobId);
    const since = performance.now();
    await read(task);
    const seconds = (performance.now() - since) / 1_000;
    process.stdout.write(
      `${name.padEnd(12)} ${Math.round(PAGES / seconds)} pages/s (${PAGES} in ${seconds.toFixed(1)} s)\n`,
    );
  };

  const write = async (task: ClaimedTask): Promise<void> => {
    if (!task.file) throw new Error("Cannot read a file: the task has none");
    const file = { ...task, file: task.file };
    for (let from = 0; from < PAGES; from += BATCH_SIZE) {
      const pages = Array.from({ length: BATCH_SIZE }, (_, i) => pageOf(from + i));
      await recordPages(db, file, pages);
    }
    await endFile(db, file, {
      outcome: "ok",
      entries: PAGES,
      read_completely: true,
      body_sha256: Buffer.alloc(32),
    });
  };

  await scan("first scan", write);
  await scan("second scan", write);
  await scan("unchanged", async (task) => {
    if (!task.file) throw new Error("Cannot keep a file: the task has none");
    const file = { ...task, file: task.file };
    const known = await findFileToKeep(db, file);
    if (!known) throw new Error("Cannot keep a file: it is not known");
    await keepFile(db, file, known);
    await endFile(db, file, { outcome: "not_modified", read_completely: true });
  });
  await db.destroy();
} finally {
  await postgres.stop();
  await rm(directory, { recursive: true });
}

function pageOf(n: number) {
  const url = `https://bench.example.com/articles/2026/${n}/a-title-of-usual-length`;
  return {
    type: "page" as const,
    url,
    urlHash: hashUrl(url),
    lastmod: new Date(Date.UTC(2026, 0)),
    lastmodRaw: "2026-01-01",
    changefreq: null,
    priority: null,
    extensions: null,
    foreignHost: false,
  };
}
