import { ConfigError } from "@sitemap-scanner/runtime";
import { once } from "node:events";
import { relative } from "node:path";
import { ApiClient } from "../api-client.ts";
import type { Context } from "../context.ts";
import { EXIT, UsageError } from "../errors.ts";
import { followJob } from "../follow-job.ts";
import { printJob } from "../job-report.ts";
import { Http } from "../http.ts";
import { createProgress } from "../output/progress.ts";
import { sanitize } from "../output/sanitize.ts";
import { claimDataDir } from "./claim.ts";
import { openKeptPorts } from "./ports.ts";
import { openSampleSite } from "./sample-site/open-sample-site.ts";
import { type DevSettings, readDevSettings } from "./settings.ts";
import { startStack, type RunningApi } from "./stack.ts";
import { stackFilePath } from "./stack-file.ts";
import { catchStopSignals, type StopSignal } from "./stop-signal.ts";

export interface DevRequest {
  /** What to scan; undefined: the sample site. */
  site: string | undefined;
  /** Stop after that scan. */
  once: boolean;
}

/**
 * Runs the embedded stack: brings it up, scans a site through its HTTP endpoint, and stays up until
 * it is told to stop. All that it started is gone when it returns.
 * @returns 0 after it was stopped; with `once` 0 only when the scan is complete
 * @throws {CommandError} when it cannot start, or a part of it cannot go on
 */
export async function runDev(request: DevRequest, context: Context): Promise<number> {
  const settings = readSettings(request, context);
  using _claim = claimDataDir(settings.dataDir);
  using stop = catchStopSignals();
  try {
    return await runUntilStopped(request, context, { settings, stop });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    if (stop.failure) throw stop.failure;
    return request.once ? EXIT.interrupted : EXIT.ok;
  } finally {
    if (stop.signal.aborted) context.err.line("Everything is stopped.");
  }
}

interface Run {
  settings: DevSettings;
  stop: StopSignal;
}

async function runUntilStopped(
  { site, once: isOnce }: DevRequest,
  context: Context,
  { settings, stop }: Run,
): Promise<number> {
  const { err } = context;
  const say = (line: string) => err.line(line);
  stop.signal.addEventListener("abort", () => say("Stopping …"), { once: true });
  await using open = new AsyncDisposableStack();
  const ports = openKeptPorts(settings.dataDir);
  const running = await startStack(open, { settings, ports, stop, say });
  const target = site ?? (await openSampleSite(open, ports, say));
  const isComplete = await scanAndPrint(context, running, target, stop.signal);
  if (isOnce) return isComplete ? EXIT.ok : EXIT.failed;
  sayWhere(say, running.url, settings.dataDir);
  if (!stop.signal.aborted) await once(stop.signal, "abort");
  stop.signal.throwIfAborted();
  return EXIT.ok;
}

function readSettings({ site }: DevRequest, { env, err }: Context): DevSettings {
  if (env["DATABASE_URL"]?.trim()) {
    err.line("DATABASE_URL is ignored: this command brings its own Postgres.");
  }
  try {
    return readDevSettings(env, site === undefined);
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    throw error;
  }
}

/** Answers whether the scan is complete. A scan of the site that is under way already is followed. */
async function scanAndPrint(
  { out, err }: Context,
  running: RunningApi,
  site: string,
  signal: AbortSignal,
): Promise<boolean> {
  const api = new ApiClient(new Http(running.url, running.key));
  err.line(`Scanning ${sanitize(site)} through POST ${running.url}/api/v3/sitemap/scan …`);
  const { jobId, isNew } = await api.submitScan(site, { signal });
  if (!isNew) err.line("A scan of it is in progress already: following that one.");
  const progress = createProgress(err, "lines");
  try {
    const job = await followJob(api, jobId, { onStatus: progress.show, signal });
    progress.stop();
    printJob(out, job, await api.firstFiles(jobId, 100));
    return job.status === "complete";
  } finally {
    progress.stop();
  }
}

function sayWhere(say: (line: string) => void, apiUrl: string, dataDir: string): void {
  const url = apiUrl.replace("127.0.0.1", "localhost");
  const path = stackFilePath(dataDir);
  const fromHere = relative(process.cwd(), path);
  const stackFile = fromHere.startsWith("..") ? path : fromHere;
  say("");
  say(`The stack is up on ${url}`);
  say(`  console   ${url}/`);
  say(`  queues    ${url}/admin/queues`);
  say(`  scan      npx sitemap-scanner scan example.com --wait`);
  say(`  details   ${stackFile} (API, database, pids), logs beside it in logs/`);
  say(`  stop      Ctrl-C`);
}
