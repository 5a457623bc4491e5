import { randomUUID } from "node:crypto";
import { afterAll, beforeAll } from "@jest/globals";
import { openDatabase, type Db } from "@sitemap-scanner/database";
import { hashUrl } from "@sitemap-scanner/sitemap";
import { createTestDatabase } from "@sitemap-scanner/testkit";
import {
  createClaimTask,
  createSubmitScan,
  endDiscovery,
  type ClaimedTask,
  type FileClaim,
  type PageToRecord,
} from "../src/index.ts";

export const POLICY = { window: 4, deadlineMs: 3_600_000 };

/** A page of which a sitemap says nothing but this. */
export function aPage(url: string, said: Partial<PageToRecord> = {}): PageToRecord {
  return {
    type: "page",
    url,
    urlHash: hashUrl(url),
    lastmod: null,
    lastmodRaw: null,
    changefreq: null,
    priority: null,
    extensions: null,
    foreignHost: false,
    ...said,
  };
}

/** A database of its own for each test file, and what the tests do with it. */
export function setupPipeline() {
  let opened: { db: Db; url: string; drop: () => Promise<void> } | undefined;
  beforeAll(async () => {
    const { url, drop } = await createTestDatabase();
    opened = { db: openDatabase({ url, applicationName: "test" }), url, drop };
  });
  afterAll(async () => {
    await opened?.db.destroy();
    await opened?.drop();
  });
  const pipeline = {
    get db(): Db {
      if (!opened) throw new Error("Cannot use the database before the first test");
      return opened.db;
    },
    get url(): string {
      if (!opened) throw new Error("Cannot use the database before the first test");
      return opened.url;
    },
    /** Claims the task that has waited longest of a job, for `leaseMs`. */
    async claim(jobId: string, leaseMs = 60_000): Promise<ClaimedTask> {
      const { db } = pipeline;
      const task = await db
        .selectFrom("tasks")
        .select(["id", "generation"])
        .where("job_id", "=", jobId)
        .where("status", "=", "pending")
        .orderBy("position")
        .executeTakeFirstOrThrow();
      const claimTask = createClaimTask({ db, workerId: "test-worker", leaseMs });
      const claimed = await claimTask({ taskId: task.id, generation: task.generation }, jobId);
      if (!claimed) throw new Error("Cannot claim a pending task");
      return claimed;
    },
    async submit({
      maxPages = 1_000,
      domain = `${randomUUID()}.example.com`,
    } = {}): Promise<string> {
      const { jobId } = await createSubmitScan({ db: pipeline.db, ...POLICY })({
        domain,
        scheme: null,
        path: null,
        pageHosts: "any",
        maxPages,
        source: "api",
        requester: null,
      });
      return jobId;
    },
    /** Ends the search of a job: robots.txt names these, and all that was asked was answered. */
    async discover(jobId: string, urls: readonly string[]): Promise<void> {
      await endDiscovery(pipeline.db, await pipeline.claim(jobId), {
        sitemaps: urls.map((url) => ({ url, via: "robots" })),
        origin: "https://x.example.com",
        crawlDelayMs: null,
        tried: [],
        next: null,
        complete: true,
      });
    },
    /** A scan whose sitemaps are known, with a claim on the task of each of the first `claims`. */
    async aScanOf(files: number, { maxPages = 1_000, claims = 1, leaseMs = 60_000 } = {}) {
      const jobId = await pipeline.submit({ maxPages });
      const urls = Array.from({ length: files }, (_, i) => `https://x.example.com/${i}.xml`);
      await pipeline.discover(jobId, urls);
      const claimed: FileClaim[] = [];
      for (let i = 0; i < claims; i += 1) {
        const task = await pipeline.claim(jobId, leaseMs);
        if (!task.file) throw new Error("Cannot claim a file: the task has none");
        claimed.push({ ...task, file: task.file });
      }
      return { jobId, claims: claimed };
    },
  };
  return pipeline;
}
