import type { ImportedRow, ImportSummary } from "@sitemap-scanner/contracts";
import type { Command } from "commander";
import { openApi, type Context, type Done, type JsonFlags } from "../context.ts";
import { ApiUnreachableError, EXIT } from "../errors.ts";
import { openImportSource, type ImportFormat, type ImportSource } from "../import-source.ts";
import { catchInterrupt } from "../interrupt.ts";
import { importFormat } from "../option-values.ts";
import type { Output } from "../output/output.ts";
import { createUploadProgress } from "../output/progress.ts";
import { sanitize, toJsonLine } from "../output/sanitize.ts";

interface ImportFlags extends JsonFlags {
  format?: ImportFormat;
}

const EXAMPLES = `Examples:
  sitemap-scanner domains import domains.csv
  sitemap-scanner domains import domains.ndjson.gz --json > verdicts.ndjson
  grep -v '^#' hosts.txt | sitemap-scanner domains import -
`;

const DESCRIPTION = `Queues many domains for a scan, 100,000 at most, and says of each row what came of it.

  CSV     domain or domain,every; a line with these names may come first
  NDJSON  "example.com" or {"domain": "example.com", "every": "6h"} on each line

Bad rows are told on stderr, with --json every row on stdout. Exit 1 when a row was bad.
Nothing is queued twice: what broke off can be imported again.`;

export function addImport(domains: Command, context: Context, done: Done) {
  domains
    .command("import")
    .summary("queue many domains, from CSV or NDJSON")
    .description(DESCRIPTION)
    .argument("<file|->", "a file, gzipped or not; - is standard input")
    .option("--format <format>", "csv, ndjson or json (default: by name or content)", importFormat)
    .option("--json", "print a line of JSON for each row, and a summary last")
    .addHelpText("before", EXAMPLES)
    .action(async (file: string, _flags, command: Command) => {
      const flags = command.optsWithGlobals<ImportFlags>();
      const source = await openImportSource(file, context.input.stream, flags.format);
      done(await importDomains(context, source, flags));
    });
}

async function importDomains(
  context: Context,
  source: ImportSource,
  flags: ImportFlags,
): Promise<number> {
  const { out, err } = context;
  const api = openApi(context, flags);
  using interrupt = catchInterrupt();
  const progress = createUploadProgress(err, source.totalBytes);
  let summary: ImportSummary["summary"] | undefined;
  let rows = 0;
  const upload = countBytes(source.bytes);
  try {
    const body = { ...source, bytes: upload.bytes };
    for await (const line of api.importDomains(body, interrupt.signal)) {
      if (flags.json) await out.flushedLine(toJsonLine(line));
      if ("summary" in line) summary = line.summary;
      else {
        rows += 1;
        if (line.verdict === "invalid" && !flags.json) progress.log(wordsOn(line));
      }
      progress.show(upload.sent(), rows);
    }
    if (!summary) throw new ApiUnreachableError(api.apiUrl, "the answer broke off");
  } catch (error) {
    progress.stop();
    if (rows > 0) err.line(`Broken off after ${rows} rows: the same may be imported again.`);
    if (!interrupt.signal.aborted) throw error;
    return EXIT.interrupted;
  }
  progress.stop();
  if (!flags.json) printSummary(out, summary);
  if (!summary.complete) err.line("There are more rows than one import takes: send them apart.");
  return summary.invalid > 0 ? EXIT.failed : EXIT.ok;
}

function countBytes(bytes: AsyncIterable<Uint8Array>) {
  let sent = 0;
  async function* counted() {
    for await (const chunk of bytes) {
      sent += chunk.length;
      yield chunk;
    }
  }
  return { bytes: counted(), sent: () => sent };
}

function wordsOn({ row, domain, code, message }: ImportedRow): string {
  const name = domain === null ? "" : ` ${domain}`;
  return sanitize(`row ${row}:${name} ${code}: ${message}`);
}

function printSummary(out: Output, summary: ImportSummary["summary"]): void {
  out.line(`queued       ${summary.queued}`);
  out.line(`queued yet   ${summary.already_queued}`);
  out.line(`in progress  ${summary.in_progress}`);
  out.line(`duplicate    ${summary.duplicate}`);
  out.line(`invalid      ${summary.invalid}`);
}
