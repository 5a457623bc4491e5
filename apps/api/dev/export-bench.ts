/**
 * Exports a scan of a million pages from a real API process on a Postgres of its own, in every format.
 *
 *     node apps/api/dev/export-bench.ts [pages]
 *
 * Prints the time to the first byte beside that of a scan of ten pages, the speed, and by how much the
 * memory of the API process grew. Then the time that the filters take.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrateToLatest, openDatabase } from "@sitemap-scanner/database";
import { startEmbeddedPostgres } from "@sitemap-scanner/embedded";
import { fillScan, type FilledScan } from "./fill-scan.ts";
import { readCpu, readRss, startApi, type RunningApi } from "./run-api.ts";

const PAGES = Number(process.argv[2] ?? 1_000_000);
const FEW = 10;
/** Small exports of each format before memory is looked at, so that it is that of a process at work. */
const WARM_UP = 100;
const FORMATS = ["csv", "ndjson", "txt", "xml"];

const directory = await mkdtemp(join(tmpdir(), "sitemap-scanner-bench-"));
const postgres = await startEmbeddedPostgres({ dataDir: join(directory, "pg"), durable: false });
let api: RunningApi | undefined;
try {
  await migrateToLatest(postgres.url);
  const db = openDatabase({
    url: postgres.url,
    applicationName: "bench",
    statementTimeoutMs: 600_000,
  });
  const many = await fillScan(db, { domain: "many.example.com", pages: PAGES });
  const few = await fillScan(db, { domain: "few.example.com", pages: FEW });
  await db.destroy();
  api = await startApi(postgres.url);
  await benchExports(api, { many, few });
  await benchFilters(api.origin, many);
} finally {
  await api?.stop();
  await postgres.stop();
  await rm(directory, { recursive: true });
}

async function benchExports(
  { pid, origin }: RunningApi,
  { many, few }: { many: FilledScan; few: FilledScan },
): Promise<void> {
  const urlOf = ({ jobId }: FilledScan, format: string) =>
    `${origin}/api/v3/sitemap/jobs/${jobId}/pages?format=${format}`;
  for (let round = 0; round < WARM_UP; round++) {
    for (const format of FORMATS) await drain(urlOf(few, format));
  }
  const before = await readRss(pid);
  for (const format of FORMATS) {
    const small = await drain(urlOf(few, format));
    const memory = watchRss(pid);
    const cpu = await readCpu(pid);
    const big = await drain(urlOf(many, format));
    const peak = await memory.end();
    print(format, [
      `first byte ${big.firstMs.toFixed(0)} ms (of ${FEW} pages ${small.firstMs.toFixed(0)} ms)`,
      `${(big.ms / 1_000).toFixed(1)} s`,
      `${Math.round(PAGES / (big.ms / 1_000))} pages/s`,
      `${(big.bytes / 1e6).toFixed(0)} MB`,
      `${((await readCpu(pid)) - cpu).toFixed(1)} s of CPU`,
      `RSS +${((peak - before) / 1e6).toFixed(0)} MB`,
    ]);
  }
}

/** Each filter as a whole export, as a page of json, and counted. */
async function benchFilters(origin: string, { jobId, domain }: FilledScan): Promise<void> {
  const filters = {
    none: "",
    "few by path": "&path_prefix=/catalogue/7/a-product-with-a-name-77",
    "many by path": "&path_prefix=/catalogue/",
    "changed since": "&changed_since=2030-01-01T00:00:00Z",
    new_in: `&new_in=${jobId}`,
    changed_in: `&changed_in=${jobId}`,
    removed_in: `&removed_in=${jobId}`,
  };
  for (const [name, filter] of Object.entries(filters)) {
    const pages = `${origin}/api/v3/domains/${domain}/pages?`;
    const all = await drain(`${pages}format=txt${filter}`);
    const page = await drain(`${pages}${filter}`);
    const total = await drain(`${pages}limit=1&total=true${filter}`);
    print(name, [
      `export ${all.ms.toFixed(0)} ms`,
      `page ${page.ms.toFixed(0)} ms`,
      `total ${total.ms.toFixed(0)} ms`,
    ]);
  }
}

async function drain(url: string): Promise<{ firstMs: number; ms: number; bytes: number }> {
  const begin = performance.now();
  const answer = await fetch(url);
  if (!answer.ok || !answer.body) throw new Error(`Cannot read ${url}: ${answer.status}`);
  let firstMs = 0;
  let bytes = 0;
  for await (const chunk of answer.body) {
    firstMs ||= performance.now() - begin;
    bytes += chunk.length;
  }
  return { firstMs, ms: performance.now() - begin, bytes };
}

/** Looks every 20 ms. `end()` tells the most that there was. */
function watchRss(pid: number): { end(): Promise<number> } {
  let peak = 0;
  const look = async () => {
    peak = Math.max(peak, await readRss(pid));
  };
  const timer = setInterval(() => void look(), 20);
  return {
    async end() {
      clearInterval(timer);
      await look();
      return peak;
    },
  };
}

function print(name: string, figures: string[]): void {
  process.stdout.write(`${name.padEnd(14)} ${figures.join("  ")}\n`);
}
