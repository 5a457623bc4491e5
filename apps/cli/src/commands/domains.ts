import type { Domain, DomainDetail, DomainStatus } from "@sitemap-scanner/contracts";
import type { Command } from "commander";
import type { ApiClient } from "../api-client.ts";
import { openApi, type Context, type Done, type JsonFlags } from "../context.ts";
import { EXIT } from "../errors.ts";
import { domainStatus, intervalOrOff, positiveInteger } from "../option-values.ts";
import type { Output } from "../output/output.ts";
import { sanitize, toJsonLine } from "../output/sanitize.ts";
import { renderTable } from "../output/table.ts";
import { printList } from "../print-list.ts";
import { addImport } from "./import.ts";

interface ListFlags extends JsonFlags {
  status?: DomainStatus;
  limit: number;
}

const EXAMPLES = `Examples:
  sitemap-scanner domains list --status failed
  sitemap-scanner domains show example.com
  sitemap-scanner domains queue example.com
  sitemap-scanner domains import domains.csv
  sitemap-scanner domains schedule example.com 6h
  sitemap-scanner domains schedule example.com off
`;

export function addDomains(program: Command, context: Context, done: Done) {
  const domains = program
    .command("domains")
    .summary("domains: how they stand, and when they are scanned")
    .description("Lists domains, queues them for a scan, and has them scanned again and again.")
    .addHelpText("before", EXAMPLES);
  addImport(domains, context, done);

  domains
    .command("list")
    .summary("list domains, newest first")
    .description("Lists domains, newest first.")
    .option("--status <status>", "only domains that are new, queued, failed, …", domainStatus)
    .option("--limit <n>", "domains listed at most", positiveInteger, 50)
    .option("--json", "print a line of JSON for each domain")
    .addHelpText("before", EXAMPLES)
    .action(async (_flags, command: Command) => {
      done(await listDomains(context, command.optsWithGlobals<ListFlags>()));
    });

  const one = (name: string, summary: string, description: string) =>
    domains
      .command(name)
      .summary(summary)
      .description(description)
      .argument("<domain>", "a domain, an origin or the address of a page")
      .option("--json", "print one line of JSON")
      .addHelpText("before", EXAMPLES);
  const answer = async (command: Command, ask: (api: ApiClient) => Promise<DomainDetail>) => {
    done(await tellDomain(context, command.optsWithGlobals<JsonFlags>(), ask));
  };

  one("show", "how a domain stands", "Prints how a domain and its latest scan stand.").action(
    (domain: string, _flags, command: Command) => answer(command, (api) => api.getDomain(domain)),
  );
  one(
    "queue",
    "have a domain scanned when there is room",
    "Queues a domain: it is scanned as soon as there is room, seconds later when there is.",
  ).action((domain: string, _flags, command: Command) =>
    answer(command, (api) => api.queueDomain(domain)),
  );
  one(
    "schedule",
    "have a domain scanned again and again, or no more",
    "Has a domain scanned again and again; the first time a period after its last scan, or now.",
  )
    .argument("<every>", "30m, 6h, 1d, or off", intervalOrOff)
    .action((domain: string, every: string | null, _flags, command: Command) =>
      answer(command, (api) => api.scheduleDomain(domain, every)),
    );
}

function listDomains(context: Context, flags: ListFlags): Promise<number> {
  const filter = { limit: flags.limit, status: flags.status };
  const found = openApi(context, flags).listDomains(filter);
  const none = "No domain is like that.";
  return printList(context, found, { ...flags, render: renderDomains, none });
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
