import type { Job } from "@sitemap-scanner/contracts";
import type { Command } from "commander";
import type { ApiClient } from "../api-client.ts";
import { confirm } from "../confirm.ts";
import { openApi, type Context, type Done, type JsonFlags } from "../context.ts";
import { ApiProblemError, EXIT, UsageError } from "../errors.ts";
import { requireJobId } from "../job-argument.ts";
import { sanitize, toJsonLine } from "../output/sanitize.ts";

interface CancelFlags extends JsonFlags {
  all?: true;
  domain?: string;
  yes?: true;
}

const EXAMPLES = `Examples:
  sitemap-scanner cancel 01890a5d-ac96-774b-bcce-b302099a8057
  sitemap-scanner cancel --all --domain example.com --yes
`;

export function addCancel(program: Command, context: Context, done: Done) {
  program
    .command("cancel")
    .summary("end a scan, or all of them, before its time")
    .description("Cancels a job, or all that are live. What was found so far stays.")
    .argument("[id]", "the id of a job")
    .option("--all", "all jobs that are pending or running")
    .option("--domain <domain>", "with --all: only jobs of this domain")
    .option("--yes", "with --all: do not ask")
    .option("--json", "print a line of JSON for each job")
    .addHelpText("before", EXAMPLES)
    .action(async (id: string | undefined, _flags, command: Command) => {
      done(await cancel(context, id, command.optsWithGlobals<CancelFlags>()));
    });
}

async function cancel(
  context: Context,
  id: string | undefined,
  flags: CancelFlags,
): Promise<number> {
  const jobIds = await readJobs(context, id, flags);
  const api = openApi(context, flags);
  for await (const jobId of jobIds) {
    const job = flags.all ? await cancelUnlessOver(api, jobId) : await api.cancelJob(jobId);
    if (job) context.out.line(flags.json ? toJsonLine(job) : wordsOn(job));
  }
  return EXIT.ok;
}

async function readJobs(
  context: Context,
  id: string | undefined,
  { all, domain, ...flags }: CancelFlags,
): Promise<Iterable<string> | AsyncIterable<string>> {
  if ((id !== undefined) === (all === true)) {
    throw new UsageError("Give the id of a job, or --all for every one that is live");
  }
  if (id !== undefined) return [requireJobId(id)];
  const whose = domain === undefined ? "" : ` of ${sanitize(domain)}`;
  await confirm(context, `Cancel every job${whose} that is pending or running?`, flags);
  return liveJobs(openApi(context, flags), domain);
}

async function* liveJobs(api: ApiClient, domain: string | undefined): AsyncGenerator<string> {
  // In this order: one that begins in between is met as running.
  for (const status of ["pending", "running"] as const) {
    const filter = {
      status,
      limit: Number.MAX_SAFE_INTEGER,
      ...(domain !== undefined && { domain }),
    };
    for await (const job of api.listJobs(filter)) yield job.job_id;
  }
}

/** One that has ended in the meantime needs no more. */
async function cancelUnlessOver(api: ApiClient, jobId: string): Promise<Job | undefined> {
  try {
    return await api.cancelJob(jobId);
  } catch (error) {
    if (error instanceof ApiProblemError && error.problem.code === "job_not_live") return undefined;
    throw error;
  }
}

function wordsOn(job: Job): string {
  return `${job.job_id} is ${job.status} (${sanitize(job.domain)})`;
}
