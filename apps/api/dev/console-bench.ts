/**
 * How long the API takes for what a console asks, on the database that `large-scan.ts` has made.
 *
 *     DATABASE_URL=… node apps/api/dev/console-bench.ts
 *
 * Prints the median and the slowest of some rounds for each request, by a real API process.
 */
import { OPERATIONS, pathOf, type Operation } from "@sitemap-scanner/contracts";
import { openDatabase } from "@sitemap-scanner/database";
import { startApi } from "./run-api.ts";

const ROUNDS = 9;
const DOMAIN = "large.example.com";

const url = process.env["DATABASE_URL"];
if (url === undefined) throw new Error("Set DATABASE_URL to what large-scan.ts printed");
const db = openDatabase({ url, applicationName: "bench" });
const { latest_job_id: latest } = await db
  .selectFrom("domains")
  .select("latest_job_id")
  .where("domain", "=", DOMAIN)
  .executeTakeFirstOrThrow();
const jobId = latest ?? "";
const { id: index } = await db
  .selectFrom("sitemap_files")
  .select("id")
  .where("job_id", "=", jobId)
  .where("depth", "=", 1)
  .limit(1)
  .executeTakeFirstOrThrow();
await db.destroy();

const api = await startApi(url);
try {
  await bench("audit", OPERATIONS.auditJob);
  await bench("job counts", OPERATIONS.countJobs);
  await bench("job counts of a domain", OPERATIONS.countJobs, { domain: DOMAIN });
  await bench("activity of a day", OPERATIONS.listActivity);
  await bench("activity of a week", OPERATIONS.listActivity, { hours: "168" });
  await bench("history", OPERATIONS.listDomainHistory, { limit: "1000" });
  await bench("workers", OPERATIONS.listWorkers);
  await bench("recent events", OPERATIONS.listRecentEvents, { limit: "1000" });
  await bench("scans", OPERATIONS.listJobs);
  await bench("scans that failed", OPERATIONS.listJobs, { status: "failed" });
  await bench("scans that run", OPERATIONS.listJobs, { status: "running" });
  await bench("scans of a domain", OPERATIONS.listJobs, { domain: DOMAIN });
  await bench("domains", OPERATIONS.listDomains);
  await bench("status", OPERATIONS.getScanStatus);
  await bench("explain", OPERATIONS.explainJob);
  await bench("events of a scan", OPERATIONS.listJobEvents);
  await bench("files: roots", OPERATIONS.listJobFiles, { parent_id: "root" });
  await bench("files: of the root", OPERATIONS.listJobFiles, { limit: "1000", total: "true" });
  await bench("files: of an index", OPERATIONS.listJobFiles, { parent_id: index });
  await bench("files: failed", OPERATIONS.listJobFiles, { status: "failed" });
  await bench("files: by outcome", OPERATIONS.listJobFiles, { outcome: "server_error" });
  await bench("pages", OPERATIONS.listJobPages);
  await bench("pages: total", OPERATIONS.listJobPages, { total: "true", limit: "1" });
  await bench("pages: many contain", OPERATIONS.listJobPages, { contains: "product" });
  await bench("pages: few contain", OPERATIONS.listJobPages, { contains: "name-77777" });
  await bench("pages: none contains", OPERATIONS.listJobPages, { contains: "nowhere" });
} finally {
  await api.stop();
}

async function bench(
  name: string,
  operation: Operation,
  query: Record<string, string> = {},
): Promise<void> {
  const path = pathOf(operation, { job_id: jobId, domain: DOMAIN });
  const times: number[] = [];
  let rows = "";
  for (let round = 0; round < ROUNDS; round++) {
    const begin = performance.now();
    const answer = await fetch(`${api.origin}${path}?${new URLSearchParams(query).toString()}`);
    const body: unknown = await answer.json();
    times.push(performance.now() - begin);
    if (!answer.ok) throw new Error(`Cannot measure ${name}: ${answer.status}`);
    const hasMore = typeof body === "object" && body !== null && "next" in body && body.next;
    const data = typeof body === "object" && body !== null && "data" in body ? body.data : null;
    rows = Array.isArray(data) ? `${data.length} rows${hasMore ? ", more follow" : ""}` : "";
  }
  times.sort((a, b) => a - b);
  const middle = times[Math.floor(ROUNDS / 2)] ?? 0;
  const most = times.at(-1) ?? 0;
  process.stdout.write(
    `${name.padEnd(24)} ${middle.toFixed(0).padStart(5)} ms, at most ${most.toFixed(0).padStart(5)} ms  ${rows}\n`,
  );
}
