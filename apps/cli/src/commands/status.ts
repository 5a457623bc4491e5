import type { Command } from "commander";
import { openApi, type Context, type Done, type JsonFlags } from "../context.ts";
import { EXIT } from "../errors.ts";
import { resolveJob } from "../job-argument.ts";
import { printJob } from "../job-report.ts";
import { toJsonLine } from "../output/sanitize.ts";

interface StatusFlags extends JsonFlags {
  latest?: true;
}

const EXAMPLES = `Examples:
  sitemap-scanner status --latest
  sitemap-scanner status 01890a5d-ac96-774b-bcce-b302099a8057 --json
`;

export function addStatus(program: Command, context: Context, done: Done) {
  program
    .command("status")
    .summary("how a job stands, and each of its files")
    .description("Prints how a job stands: its counts, and the first 100 of its files.")
    .argument("[id]", "the id of a job")
    .option("--latest", "the newest job of all")
    .option("--json", "print one line of JSON")
    .addHelpText("before", EXAMPLES)
    .action(async (id: string | undefined, _flags, command: Command) => {
      done(await status(context, id, command.optsWithGlobals<StatusFlags>()));
    });
}

async function status(context: Context, id: string | undefined, flags: StatusFlags) {
  const api = openApi(context, flags);
  const jobId = await resolveJob(api, id, flags.latest === true);
  const job = await api.getStatus(jobId);
  if (flags.json) context.out.line(toJsonLine(job));
  else printJob(context.out, job, await api.firstFiles(jobId, 100));
  return EXIT.ok;
}
