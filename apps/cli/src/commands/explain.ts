import type { Command } from "commander";
import { openApi, type Context, type Done, type JsonFlags } from "../context.ts";
import { EXIT } from "../errors.ts";
import { resolveJob } from "../job-argument.ts";
import { sanitize, toJsonLine } from "../output/sanitize.ts";

interface ExplainFlags extends JsonFlags {
  latest?: true;
}

const EXAMPLES = `Examples:
  sitemap-scanner explain --latest
  sitemap-scanner explain 01890a5d-ac96-774b-bcce-b302099a8057
`;

export function addExplain(program: Command, context: Context, done: Done) {
  program
    .command("explain")
    .summary("why a job is where it is, and what comes next")
    .description("Says who owes a job its next step and by when; or how it ended, and why.")
    .argument("[id]", "the id of a job")
    .option("--latest", "the newest job of all")
    .option("--json", "print one line of JSON")
    .addHelpText("before", EXAMPLES)
    .action(async (id: string | undefined, _flags, command: Command) => {
      done(await explain(context, id, command.optsWithGlobals<ExplainFlags>()));
    });
}

async function explain(context: Context, id: string | undefined, flags: ExplainFlags) {
  const { out } = context;
  const api = openApi(context, flags);
  const explanation = await api.explain(await resolveJob(api, id, flags.latest === true));
  if (flags.json) {
    out.line(toJsonLine(explanation));
    return EXIT.ok;
  }
  out.line(`${explanation.job_id} is ${sanitize(explanation.status)}`);
  out.line(sanitize(explanation.summary));
  for (const detail of explanation.details) out.line(`  ${sanitize(detail)}`);
  return EXIT.ok;
}
