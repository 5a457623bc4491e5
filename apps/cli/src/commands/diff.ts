import type { ChangedPage, DiffQuery, ScanDiff } from "@sitemap-scanner/contracts";
import type { Command } from "commander";
import type { Comparison } from "../api-client.ts";
import { openApi, type Context, type Done, type JsonFlags } from "../context.ts";
import { EXIT } from "../errors.ts";
import { requireJobId } from "../job-argument.ts";
import { change } from "../option-values.ts";
import { sanitize, toJsonLine } from "../output/sanitize.ts";

interface DiffFlags extends JsonFlags, Pick<DiffQuery, "change"> {}

const MARKS = { new: "+", removed: "-", changed: "~" } as const satisfies Record<
  ChangedPage["change"],
  string
>;

const EXAMPLES = `Examples:
  sitemap-scanner diff 01890a5d-ac96-774b-bcce-b302099a8057
  sitemap-scanner diff $job --change removed
  sitemap-scanner diff $job $earlier --json | jq -r .url
`;

export function addDiff(program: Command, context: Context, done: Done) {
  program
    .command("diff")
    .summary("how the pages of two scans of a domain differ")
    .description(
      "Prints the pages that are new (+), removed (-) or changed (~) in a scan, one a line;\n" +
        "their numbers go to stderr.",
    )
    .argument("<id>", "the id of a job")
    .argument("[other]", "of the earlier one (default: the last before it that completed)")
    .option("--change <kind>", "only pages that are new, removed or changed", change)
    .option("--json", "print a line of JSON for each page")
    .addHelpText("before", EXAMPLES)
    .action(async (id: string, other: string | undefined, _flags, command: Command) => {
      const flags = command.optsWithGlobals<DiffFlags>();
      const comparison = {
        jobId: requireJobId(id),
        ...(other !== undefined && { against: requireJobId(other) }),
        ...(flags.change && { change: flags.change }),
      };
      done(await diff(context, comparison, flags));
    });
}

async function diff(context: Context, comparison: Comparison, flags: DiffFlags): Promise<number> {
  const { out, err } = context;
  const api = openApi(context, flags);
  if (!flags.json) err.line(wordsOn(await api.summarizeDiff(comparison)));
  for await (const page of api.streamDiff(comparison)) {
    await out.flushedLine(
      flags.json ? toJsonLine(page) : `${MARKS[page.change]} ${sanitize(page.url)}`,
    );
  }
  return EXIT.ok;
}

function wordsOn({ job_id, against, counts }: ScanDiff): string {
  const numbers = counts
    ? `: ${counts.new} new, ${counts.removed} removed, ${counts.changed} changed`
    : "";
  return `${job_id} against ${against}${numbers}`;
}
