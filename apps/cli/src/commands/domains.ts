import type { Domain, DomainDetail, DomainStatus } from "@sitemap-scanner/contracts";
import type { Command } from "commander";
import type { ApiClient } from "../api-client.ts";
import { type ApiOption, type Context, openApi } from "../context.ts";
import { EXIT } from "../errors.ts";
import { domainStatus, intervalOrOff, positiveInteger } from "../option-values.ts";
import type { Output } from "../output/output.ts";
import { sanitize, toJsonLine } from "../output/sanitize.ts";
import { renderTable } from "../output/table.ts";

interface JsonFlags extends ApiOption {
  json?: true;
}

interface ListFlags extends JsonFlags {
  status?: DomainStatus;
  limit: number;
}

const EXAMPLES = `Examples:
  sitemap-scanner domains list --status failed
  sitemap-scanner domains show example.com
  sitemap-scanner domains queue example.com
  sitemap-scanner domains schedule example.com 6h
  sitemap-scanner domains schedule example.com off
`;

export function addDomains(program: Command, context: Context, done: (exitCode: number) => void) {
  const domains = program
    .command("domains")
    .summary("domains: how they stand, and when they are scanned")
    .description("Lists domains, queues them for a scan, and has them scanned again and again.")
    .addHelpText("before", EXAMPLES);

  domains
    .command("list")
    .summary("list domains, newest first")
    .option("--status <status>", "only domains that are new, queued, failed, …", domainStatus)
    .option("--limit <n>", "domains listed at most", positiveInteger, 50)
    .option("--json", "print a line of JSON for each domain")
    .addHelpText("before", EXAMPLES)
    .action(async (_flags, command: Command) => {
      done(await listDomains(context, command.optsWithGlobals<ListFlags>()));
    });

  const one = (name: string, summary: string) =>
    domains
      .command(name)
      .summary(summary)
      .argument("<domain>", "a domain, an origin or the address of a page")
      .option("--json", "print one line of JSON")
      .addHelpText("before", EXAMPLES);
  const answer = async (command: Command, ask: (api: ApiClient) => Promise<DomainDetail>) => {
    done(await tellDomain(context, command.optsWithGlobals<JsonFlags>(), ask));
  };

  one("show", "how a domain stands").action((domain: string, _flags, command: Command) =>
    answer(command, (api) => api.getDomain(domain)),
  );
  one("queue", "have a domain scanned").action((domain: string, _flags, command: Command) =>
    answer(command, (api) => api.queueDomain(domain)),
  );
  one("schedule", "have a domain scanned again and again, or no more")
    .argument("<every>", "30m, 6h, 1d, or off", intervalOrOff)
    .action((domain: string, every: string | null, _flags, command: Command) =>
      answer(command, (api) => api.scheduleDomain(domain, every)),
    );
}

async function listDomains(context: Context, flags: ListFlags): Promise<number> {
  const { out, err } = context;
  const found: Domain[] = [];
  const filter = { limit: flags.limit, status: flags.status };
  for await (const domain of openApi(context, flags).listDomains(filter)) {
    if (flags.json) await out.flushedLine(toJsonLine(domain));
    else found.push(domain);
  }
  if (flags.json) return EXIT.ok;
  if (found.length === 0) err.line("No domain is like that.");
  else out.line(renderDomains(found));
  if (found.length === flags.limit) err.line(`There may be more: --limit is ${flags.limit}.`);
  return EXIT.ok;
}

async function tellDomain(
  context: Context,
  flags: JsonFlags,
  ask: (api: ApiClient) => Promise<DomainDetail>,
): Promise<number> {
  const domain = await ask(openApi(context, flags));
  if (flags.json) context.out.line(toJsonLine(domain));
  else printDomain(context.out, domain);
  return EXIT.ok;
}

function printDomain(out: Output, domain: DomainDetail): void {
  const { schedule, latest_job: job } = domain;
  out.line(`domain    ${sanitize(domain.domain)}`);
  out.line(`status    ${domain.status}`);
  if (domain.error !== null) out.line(`error     ${sanitize(domain.error)}`);
  if (domain.queued_at !== null) out.line(`queued    ${domain.queued_at}`);
  if (schedule.every !== null) {
    const next = schedule.next_scan_at ?? "now";
    out.line(`schedule  every ${sanitize(schedule.every)}, next at ${next}`);
  }
  if (!job) return;
  out.line(`job       ${job.job_id} (${job.status})`);
  out.line(`pages     ${job.result.pages_found} in ${job.result.sitemaps_found} sitemaps`);
}

function renderDomains(domains: readonly Domain[]): string {
  return renderTable(
    [
      { title: "STATUS" },
      { title: "EVERY" },
      { title: "NEXT SCAN" },
      { title: "DOMAIN" },
      { title: "ERROR" },
    ],
    domains.map(({ status, schedule, domain, error }) => [
      status,
      schedule.every,
      schedule.next_scan_at,
      domain,
      error,
    ]),
  );
}
