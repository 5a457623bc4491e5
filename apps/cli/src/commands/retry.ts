import type { Command } from "commander";
import { openApi, type Context, type Done, type JsonFlags } from "../context.ts";
import { EXIT } from "../errors.ts";
import { requireJobId } from "../job-argument.ts";
import { toJsonLine } from "../output/sanitize.ts";

const EXAMPLES = `Examples:
  sitemap-scanner retry 01890a5d-ac96-774b-bcce-b302099a8057
  job=$(sitemap-scanner retry 01890a5d-ac96-774b-bcce-b302099a8057)
`;

export function addRetry(program: Command, context: Context, done: Done) {
  program
    .command("retry")
    .summary("ask for a scan like one that has ended")
    .description("Asks for a scan like one that has ended, and prints the id of the new job.")
    .argument("<id>", "the id of a job")
    .option("--json", "print one line of JSON")
    .addHelpText("before", EXAMPLES)
    .action(async (id: string, _flags, command: Command) => {
      const flags = command.optsWithGlobals<JsonFlags>();
      const jobId = await openApi(context, flags).retryJob(requireJobId(id));
      context.out.line(flags.json ? toJsonLine({ job_id: jobId }) : jobId);
      done(EXIT.ok);
    });
}
