import type { FilesQuery } from "@sitemap-scanner/contracts";
import type { Command } from "commander";
import { openApi, type Context, type Done, type JsonFlags } from "../context.ts";
import { requireJobId } from "../job-argument.ts";
import { renderFiles } from "../job-report.ts";
import { fileKind, fileStatus, outcome, positiveInteger } from "../option-values.ts";
import { printList } from "../print-list.ts";

interface FilesFlags extends JsonFlags, Pick<FilesQuery, "outcome" | "status" | "kind"> {
  limit: number;
}

const EXAMPLES = `Examples:
  sitemap-scanner files 01890a5d-ac96-774b-bcce-b302099a8057
  sitemap-scanner files $job --status failed
  sitemap-scanner files $job --json | jq .detail
`;

export function addFiles(program: Command, context: Context, done: Done) {
  program
    .command("files")
    .summary("the sitemap files of a scan, and how each one went")
    .description("Lists the sitemap files of a scan in the order in which they were found.")
    .argument("<id>", "the id of a job")
    .option("--outcome <code>", "only files with this outcome: ok, http_not_found, …", outcome)
    .option("--status <status>", "only files that are pending, complete, failed, …", fileStatus)
    .option("--kind <kind>", "only files of this kind: urlset, index, text, …", fileKind)
    .option("--limit <n>", "files listed at most", positiveInteger, 100)
    .option("--json", "print a line of JSON for each file")
    .addHelpText("before", EXAMPLES)
    .action(async (id: string, _flags, command: Command) => {
      done(await files(context, id, command.optsWithGlobals<FilesFlags>()));
    });
}

function files(context: Context, id: string, flags: FilesFlags): Promise<number> {
  const { limit, outcome, status, kind } = flags;
  const found = openApi(context, flags).listFiles(requireJobId(id), {
    limit,
    outcome,
    status,
    kind,
  });
  return printList(context, found, {
    ...flags,
    render: renderFiles,
    none: "No file is like that.",
  });
}
