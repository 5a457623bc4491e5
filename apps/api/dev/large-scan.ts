/**
 * A database with one scan of a million pages in 50,000 files, among 100,000 others, to look at it in the
 * console and to measure what the API takes for it.
 *
 *     node apps/api/dev/large-scan.ts                      starts a Postgres of its own, until Ctrl-C
 *     DATABASE_URL=… node apps/api/dev/large-scan.ts       fills the database there, which must be empty
 *
 * `--pages`, `--files` and `--jobs` make it smaller or larger. Prints `DATABASE_URL=…` and `JOB_ID=…`.
 */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { migrateToLatest, openDatabase } from "@sitemap-scanner/database";
import { startEmbeddedPostgres } from "@sitemap-scanner/embedded";
import { fillLargeScan } from "./fill-large-scan.ts";

const { values } = parseArgs({
  options: {
    pages: { type: "string", default: "1000000" },
    files: { type: "string", default: "50000" },
    jobs: { type: "string", default: "100000" },
  },
});
const given = process.env["DATABASE_URL"];
if (given === undefined) await onItsOwn();
else await fill(given);

async function onItsOwn(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "sitemap-scanner-large-"));
  const postgres = await startEmbeddedPostgres({ dataDir: join(directory, "pg"), durable: false });
  // Waiting for a signal keeps no process alive.
  const staying = setInterval(() => undefined, 2 ** 30);
  const ended = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  try {
    await Promise.race([ended, fill(postgres.url).then(() => ended)]);
  } finally {
    clearInterval(staying);
    await postgres.stop();
    await rm(directory, { recursive: true });
  }
}

async function fill(url: string): Promise<void> {
  await migrateToLatest(url);
  const db = openDatabase({ url, applicationName: "large scan", statementTimeoutMs: 600_000 });
  try {
    const { jobId } = await fillLargeScan(db, {
      pages: Number(values.pages),
      files: Number(values.files),
      jobs: Number(values.jobs),
    });
    process.stdout.write(`DATABASE_URL=${url}\nJOB_ID=${jobId}\n`);
  } finally {
    await db.destroy();
  }
}
