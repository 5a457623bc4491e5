import type { Command } from "commander";
import { type ApiOption, type Context, openApi } from "../context.ts";
import { EXIT } from "../errors.ts";
import { findJobOfDomain, isJobId } from "../job-argument.ts";
import { sanitize, toJsonLine } from "../output/sanitize.ts";

interface PagesFlags extends ApiOption {
  json?: true;
}

const EXAMPLES = `Examples:
  sitemap-scanner pages example.com > urls.txt
  sitemap-scanner pages example.com --json | jq .lastmod
  sitemap-scanner pages 01890a5d-ac96-774b-bcce-b302099a8057
`;

export function addPages(program: Command, context: Context, done: (exitCode: number) => void) {
  program
    .command("pages")
    .summary("the pages that a scan found, one URL a line")
    .description(
      "Prints the pages that a scan found, one URL a line, as they come from the server.\n" +
        "A domain stands for its newest complete scan; when it has none, for its newest.",
    )
    .argument("<id|domain>", "the id of a job, or a domain")
    .option("--json", "print a line of JSON for each page")
    .addHelpText("before", EXAMPLES)
    .action(async (subject: string, _flags, command: Command) => {
      done(await pages(context, subject, command.optsWithGlobals<PagesFlags>()));
    });
}

async function pages(context: Context, subject: string, flags: PagesFlags): Promise<number> {
  const api = openApi(context, flags);
  const jobId = isJobId(subject) ? subject : await findJobOfDomain(api, subject);
  for await (const page of api.streamPages(jobId)) {
    await context.out.flushedLine(flags.json ? toJsonLine(page) : sanitize(page.url));
  }
  return EXIT.ok;
}
