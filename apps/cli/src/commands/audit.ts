import type { Audit, AuditFinding } from "@sitemap-scanner/contracts";
import type { Command } from "commander";
import { openApi, type Context, type Done, type JsonFlags } from "../context.ts";
import { EXIT } from "../errors.ts";
import { requireJobId } from "../job-argument.ts";
import type { Output } from "../output/output.ts";
import { sanitize, toJsonLine } from "../output/sanitize.ts";

const STYLES = {
  error: "red",
  warning: "yellow",
  notice: "cyan",
} as const satisfies Record<AuditFinding["severity"], string>;

const EXAMPLES = `Examples:
  sitemap-scanner audit 01890a5d-ac96-774b-bcce-b302099a8057
  sitemap-scanner audit $job --json | jq -r '.findings[].code'
`;

export function addAudit(program: Command, context: Context, done: Done) {
  program
    .command("audit")
    .summary("what is wrong with the sitemaps that a scan read")
    .description(
      "Prints each fault that a scan found in the sitemaps of a site, worst first: how often,\n" +
        "what to do about it, and where to see it.",
    )
    .argument("<id>", "the id of a job")
    .option("--json", "print one line of JSON")
    .addHelpText("before", EXAMPLES)
    .action(async (id: string, _flags, command: Command) => {
      done(await audit(context, id, command.optsWithGlobals<JsonFlags>()));
    });
}

async function audit(context: Context, id: string, flags: JsonFlags): Promise<number> {
  const { out } = context;
  const found = await openApi(context, flags).audit(requireJobId(id));
  if (flags.json) out.line(toJsonLine(found));
  else printAudit(out, found);
  return EXIT.ok;
}

function printAudit(out: Output, { domain, files, pages, complete, findings }: Audit): void {
  out.line(`${sanitize(domain)}: ${files} files, ${pages} pages`);
  if (!complete) out.line("The scan has not ended: more may be found.");
  if (findings.length === 0) out.line("No fault was found.");
  for (const finding of findings) printFinding(out, finding);
}

function printFinding(out: Output, finding: AuditFinding): void {
  const { severity, title, reason, count, files, advice, examples } = finding;
  const name = reason === null ? title : `${title} (${reason})`;
  out.line("");
  out.line(
    `${out.style(STYLES[severity], severity)}  ${sanitize(name)}: ${count} in ${files} files`,
  );
  out.line(`  ${sanitize(advice)}`);
  for (const { file_url: file, url, detail } of examples) {
    out.line(`  - ${sanitize([url ?? file, detail && `(${detail})`].filter(Boolean).join(" "))}`);
  }
}
