import type { ResultFormat } from "@sitemap-scanner/contracts";
import type { Command } from "commander";
import type { PageFilter } from "../api-client.ts";
import { openApi, type Context, type Done, type JsonFlags } from "../context.ts";
import { EXIT, UsageError } from "../errors.ts";
import { findJobOfDomain, isJobId } from "../job-argument.ts";
import { pathPrefix, resultFormat, time, uuid } from "../option-values.ts";
import { sanitize, toJsonLine } from "../output/sanitize.ts";

interface PagesFlags extends JsonFlags {
  format?: ResultFormat;
  pathPrefix?: string;
  contains?: string;
  changedSince?: string;
  newIn?: string;
  changedIn?: string;
  removedIn?: string;
}

const EXAMPLES = `Examples:
  sitemap-scanner pages example.com > urls.txt
  sitemap-scanner pages example.com --path-prefix /blog/ --changed-since 7d
  sitemap-scanner pages example.com --format csv > pages.csv
  sitemap-scanner pages $job --json | jq .lastmod
`;

export function addPages(program: Command, context: Context, done: Done) {
  program
    .command("pages")
    .summary("the pages that a scan found, one URL a line")
    .description(
      "Prints the pages that a scan found, one URL a line, as they come from the server.\n" +
        "A domain stands for its newest complete scan; when it has none, for its newest.",
    )
    .argument("<id|domain>", "the id of a job, or a domain")
    .option("--format <format>", "csv, txt, xml or ndjson, as the server writes it", resultFormat)
    .option("--path-prefix <path>", "only pages under this path: /blog/", pathPrefix)
    .option("--contains <text>", "only pages whose URL contains this text")
    .option("--changed-since <time>", "only pages changed since: 7d, 2026-01-31, …", time)
    .option("--new-in <id>", "only pages that this scan found new", uuid)
    .option("--changed-in <id>", "only pages that this scan found changed", uuid)
    .option("--removed-in <id>", "only pages that this scan found gone", uuid)
    .option("--json", "print a line of JSON for each page")
    .addHelpText("before", EXAMPLES)
    .action(async (subject: string, _flags, command: Command) => {
      done(await pages(context, subject, command.optsWithGlobals<PagesFlags>()));
    });
}

async function pages(context: Context, subject: string, flags: PagesFlags): Promise<number> {
  if (flags.json && flags.format) throw new UsageError("Give --json or --format, not both");
  const api = openApi(context, flags);
  const jobId = isJobId(subject) ? subject : await findJobOfDomain(api, subject);
  const filter = toFilter(flags);
  if (flags.format) {
    await copyText(context, api.exportPages(jobId, flags.format, filter));
    return EXIT.ok;
  }
  for await (const page of api.streamPages(jobId, filter)) {
    await context.out.flushedLine(flags.json ? toJsonLine(page) : sanitize(page.url));
  }
  return EXIT.ok;
}

function toFilter(flags: PagesFlags): PageFilter {
  return {
    path_prefix: flags.pathPrefix,
    contains: flags.contains,
    changed_since: flags.changedSince,
    new_in: flags.newIn,
    changed_in: flags.changedIn,
    removed_in: flags.removedIn,
  };
}

/** As it is; but a terminal gets nothing that it would obey. */
async function copyText({ out }: Context, texts: AsyncIterable<string>): Promise<void> {
  for await (const text of texts) {
    await out.flushed(out.isTerminal ? text.split("\n").map(sanitize).join("\n") : text);
  }
}
