import type { Command } from "commander";
import type { ApiClient } from "../api-client.ts";
import { openApi, type Context, type Done, type JsonFlags } from "../context.ts";
import { EXIT } from "../errors.ts";
import { followJob } from "../follow-job.ts";
import { catchInterrupt } from "../interrupt.ts";
import { printJob } from "../job-report.ts";
import { positiveInteger } from "../option-values.ts";
import { createProgress } from "../output/progress.ts";
import { sanitize, toJsonLine } from "../output/sanitize.ts";
import { watchFiles } from "../watch-files.ts";

interface ScanFlags extends JsonFlags {
  wait?: true;
  maxPages?: number;
}

/** The last files may be told of a little later than the end of their scan, in ms. */
const LAST_FILES_MS = 2_000;

const EXAMPLES = `Examples:
  sitemap-scanner scan example.com --wait
  sitemap-scanner scan https://example.com/en/ --max-pages 500
  job=$(sitemap-scanner scan example.com)
`;

export function addScan(program: Command, context: Context, done: Done) {
  program
    .command("scan")
    .summary("scan a domain")
    .description(
      "Has a domain scanned and prints the id of the job; with --wait its result.\n" +
        "When a scan of the domain is under way already, it is that one.",
    )
    .argument("<domain>", "a domain, an origin or the address of a page")
    .option("--wait", "wait for the end: exit 0 when complete, 1 when failed or cancelled")
    .option("--max-pages <n>", "pages stored at most (default: the server's)", positiveInteger)
    .option("--json", "print one line of JSON")
    .addHelpText("before", EXAMPLES)
    .action(async (site: string, _flags, command: Command) => {
      done(await scan(context, site, command.optsWithGlobals<ScanFlags>()));
    });
}

async function scan(context: Context, site: string, flags: ScanFlags): Promise<number> {
  const { out, err } = context;
  const api = openApi(context, flags);
  // Caught before anything is sent: who waits for a scan is told that it goes on without them.
  using interrupt = flags.wait ? catchInterrupt() : undefined;
  const { jobId, isNew } = await api.submitScan(site, { maxPages: flags.maxPages });
  if (!isNew) err.line(`A scan of ${sanitize(site)} is in progress already: this is it.`);
  // NOTE: awaited, or the interrupt would be disposed of before the wait begins.
  if (interrupt) return await waitForScan(context, api, { jobId, flags, signal: interrupt.signal });
  out.line(flags.json ? toJsonLine({ job_id: jobId, is_new: isNew }) : jobId);
  return EXIT.ok;
}

interface Wait {
  jobId: string;
  flags: ScanFlags;
  signal: AbortSignal;
}

async function waitForScan(
  { out, err }: Context,
  api: ApiClient,
  { jobId, flags, signal }: Wait,
): Promise<number> {
  const progress = createProgress(err, "nothing");
  const over = new AbortController();
  const files = err.isTerminal
    ? watchFiles(api, jobId, { say: progress.log, signal: over.signal })
    : undefined;
  try {
    const job = await followJob(api, jobId, { onStatus: progress.show, signal });
    const late = setTimeout(() => over.abort(), LAST_FILES_MS);
    await files;
    clearTimeout(late);
    progress.stop();
    if (flags.json) out.line(toJsonLine(job));
    else printJob(out, job, await api.firstFiles(jobId, 100));
    return job.status === "complete" ? EXIT.ok : EXIT.failed;
  } catch (error) {
    progress.stop();
    err.line(`The scan goes on without us: sitemap-scanner status ${jobId}`);
    if (!signal.aborted) throw error;
    return EXIT.interrupted;
  } finally {
    over.abort();
    await files;
  }
}
