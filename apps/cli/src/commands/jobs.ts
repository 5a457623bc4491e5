import type { Job, JobStatus } from "@sitemap-scanner/contracts";
import type { Command } from "commander";
import { type ApiOption, type Context, openApi } from "../context.ts";
import { EXIT } from "../errors.ts";
import { age, jobStatus, positiveInteger } from "../option-values.ts";
import { toJsonLine } from "../output/sanitize.ts";
import { renderTable } from "../output/table.ts";

interface JobsFlags extends ApiOption {
  status?: JobStatus;
  domain?: string;
  olderThan?: string;
  limit: number;
  json?: true;
}

const EXAMPLES = `Examples:
  sitemap-scanner jobs
  sitemap-scanner jobs --status pending --older-than 10m
  sitemap-scanner jobs --domain example.com --json
`;

export function addJobs(program: Command, context: Context, done: (exitCode: number) => void) {
  program
    .command("jobs")
    .summary("list jobs, newest first")
    .description("Lists jobs, newest first.")
    .option("--status <status>", "only jobs that are pending, running, complete, …", jobStatus)
    .option("--domain <domain>", "only jobs of this domain")
    .option("--older-than <age>", "only jobs created longer ago: 30s, 10m, 2h, 7d", age)
    .option("--limit <n>", "jobs listed at most", positiveInteger, 50)
    .option("--json", "print a line of JSON for each job")
    .addHelpText("before", EXAMPLES)
    .action(async (_flags, command: Command) => {
      done(await jobs(context, command.optsWithGlobals<JobsFlags>()));
    });
}

async function jobs(context: Context, flags: JobsFlags): Promise<number> {
  const { out, err } = context;
  const found: Job[] = [];
  const filter = {
    limit: flags.limit,
    ...(flags.status && { status: flags.status }),
    ...(flags.domain !== undefined && { domain: flags.domain }),
    ...(flags.olderThan !== undefined && { older_than: flags.olderThan }),
  };
  for await (const job of openApi(context, flags).listJobs(filter)) {
    if (flags.json) await out.flushedLine(toJsonLine(job));
    else found.push(job);
  }
  if (flags.json) return EXIT.ok;
  if (found.length === 0) err.line("No job is like that.");
  else out.line(renderJobs(found));
  if (found.length === flags.limit) err.line(`There may be more: --limit is ${flags.limit}.`);
  return EXIT.ok;
}

function renderJobs(jobs: readonly Job[]): string {
  return renderTable(
    [
      { title: "JOB" },
      { title: "STATUS" },
      { title: "CREATED" },
      { title: "SITEMAPS", align: "right" },
      { title: "PAGES", align: "right" },
      { title: "DOMAIN" },
      { title: "ERROR" },
    ],
    jobs.map((job) => [
      job.job_id,
      job.status,
      job.created_at,
      job.result.sitemaps_found,
      job.result.pages_found,
      job.domain,
      job.error?.code ?? null,
    ]),
  );
}
