import type { Job, JobStatus } from "@sitemap-scanner/contracts";
import type { Command } from "commander";
import { openApi, type Context, type Done, type JsonFlags } from "../context.ts";
import { age, jobStatus, positiveInteger } from "../option-values.ts";
import { renderTable } from "../output/table.ts";
import { printList } from "../print-list.ts";

interface JobsFlags extends JsonFlags {
  status?: JobStatus;
  domain?: string;
  olderThan?: string;
  limit: number;
}

const EXAMPLES = `Examples:
  sitemap-scanner jobs
  sitemap-scanner jobs --status pending --older-than 10m
  sitemap-scanner jobs --domain example.com --json
`;

export function addJobs(program: Command, context: Context, done: Done) {
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

function jobs(context: Context, flags: JobsFlags): Promise<number> {
  const filter = {
    limit: flags.limit,
    ...(flags.status && { status: flags.status }),
    ...(flags.domain !== undefined && { domain: flags.domain }),
    ...(flags.olderThan !== undefined && { older_than: flags.olderThan }),
  };
  const found = openApi(context, flags).listJobs(filter);
  return printList(context, found, { ...flags, render: renderJobs, none: "No job is like that." });
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
