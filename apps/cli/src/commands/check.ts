import type { Command } from "commander";
import type { CheckFlags } from "../check/run-check.ts";
import type { Context } from "../context.ts";
import { cidrs, positiveInteger } from "../option-values.ts";

const EXAMPLES = `Examples:
  sitemap-scanner check example.com
  sitemap-scanner check https://example.com/sitemap.xml --json
  sitemap-scanner check http://10.0.0.7:8080 --allow-private 10.0.0.0/8
`;

export function addCheck(program: Command, context: Context, done: (exitCode: number) => void) {
  program
    .command("check")
    .summary("find and read the sitemaps of a site, with no database and no API")
    .description(
      "Finds and reads the sitemaps of a site, or the one sitemap given, and stores nothing.\n" +
        "Exit 0 when a file could be read, 1 when none could.",
    )
    .argument("<domain|url>", "a domain, or the URL of a sitemap")
    .option("--max-files <n>", "files read at most", positiveInteger, 50)
    .option("--max-depth <n>", "indexes followed below one another, at most", positiveInteger, 10)
    .option("--allow-private <cidr>", "fetch from this private network too; repeatable", cidrs, [])
    .option("--json", "print one line of JSON")
    .addHelpText("before", EXAMPLES)
    .action(async (text: string, flags: CheckFlags) => {
      // Loaded when it is needed: the fetcher would double the time that other commands take to start.
      const { runCheck } = await import("../check/run-check.ts");
      done(await runCheck(context, text, flags));
    });
}
