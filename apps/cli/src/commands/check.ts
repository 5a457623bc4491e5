import { type Command, InvalidArgumentError } from "commander";
import type { CheckFlags } from "../check/run-check.ts";
import type { Context, Done } from "../context.ts";
import { cidrs, positiveInteger } from "../option-values.ts";

const EXAMPLES = `Examples:
  sitemap-scanner check example.com
  sitemap-scanner check https://example.com/sitemap.xml --json
  sitemap-scanner check ./sitemap.xml.gz
  curl -s $url | sitemap-scanner check - --url $url
  sitemap-scanner check http://10.0.0.7:8080 --allow-private 10.0.0.0/8
`;

const DESCRIPTION = `Finds and reads the sitemaps of a site, or the one given, and stores nothing.

  domain  searched as a scan does: robots.txt, known paths, the home page
  url     read with all it lists; if it is that of a page, the site is searched
  file    a file of this machine is read alone, and nothing that it lists is fetched
  -       the same for standard input

Exit 0 when a file could be read, 1 when none could, 2 for wrong usage.`;

export function addCheck(program: Command, context: Context, done: Done) {
  program
    .command("check")
    .summary("read the sitemaps of a site or a file, storing nothing")
    .description(DESCRIPTION)
    .argument(
      "<domain|url|file|->",
      "a domain, the URL of a sitemap, or a file; - is standard input",
    )
    .option("--max-files <n>", "files read at most", positiveInteger, 50)
    .option("--max-depth <n>", "indexes followed below one another, at most", positiveInteger, 10)
    .option(
      "--url <url>",
      "where a file is from: what its relative addresses are relative to",
      webUrl,
    )
    .option("--allow-private <cidr>", "fetch from this private network too; repeatable", cidrs, [])
    .option("--json", "print one line of JSON")
    .addHelpText("before", EXAMPLES)
    .action(async (text: string, flags: CheckFlags) => {
      // Loaded when it is needed: the fetcher would double the time that other commands take to start.
      const { runCheck } = await import("../check/run-check.ts");
      done(await runCheck(context, text, flags));
    });
}

function webUrl(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === "http:" || url?.protocol === "https:") return url.href;
  throw new InvalidArgumentError("It must be a URL like https://example.com/sitemap.xml.");
}
